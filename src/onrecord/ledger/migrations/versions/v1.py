"""The chain, its payloads, and what has been forgotten; append-only by triggers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v1"
down_revision = None
branch_labels = None
depends_on = None

# What an INSERT trigger refuses, "INSERT OR REPLACE" cannot do either: SQLite runs no DELETE trigger for a replaced row.
_SQLITE_TRIGGERS = (
    """CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
       BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
    """CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
       BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END""",
    """CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
       WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entries)
       BEGIN SELECT RAISE(ABORT, 'entries are numbered from 1 without gaps'); END""",
    """CREATE TRIGGER payloads_no_update BEFORE UPDATE ON payloads
       BEGIN SELECT RAISE(ABORT, 'payloads are never changed'); END""",
    """CREATE TRIGGER payloads_no_delete BEFORE DELETE ON payloads
       WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE number = OLD.number)
       BEGIN SELECT RAISE(ABORT, 'a payload is deleted only when a forget entry names it'); END""",
    """CREATE TRIGGER payloads_with_entry BEFORE INSERT ON payloads
       WHEN EXISTS (SELECT 1 FROM payloads WHERE number = NEW.number)
         OR EXISTS (SELECT 1 FROM forgotten WHERE number = NEW.number)
         OR NOT EXISTS (SELECT 1 FROM entries WHERE number = NEW.number)
       BEGIN SELECT RAISE(ABORT, 'a payload is written once, with its entry'); END""",
    """CREATE TRIGGER forgotten_no_update BEFORE UPDATE ON forgotten
       BEGIN SELECT RAISE(ABORT, 'what is forgotten stays so'); END""",
    """CREATE TRIGGER forgotten_no_delete BEFORE DELETE ON forgotten
       BEGIN SELECT RAISE(ABORT, 'what is forgotten stays so'); END""",
    """CREATE TRIGGER forgotten_by_entry BEFORE INSERT ON forgotten
       WHEN EXISTS (SELECT 1 FROM forgotten WHERE number = NEW.number)
         OR NOT EXISTS (
           SELECT 1 FROM entries JOIN payloads ON payloads.number = entries.number
           WHERE entries.number = NEW.entry AND json_extract(entries.header, '$.kind') = 'forget'
             AND NEW.number IN (SELECT value FROM json_each(payloads.payload, '$.numbers')))
       BEGIN SELECT RAISE(ABORT, 'a forget entry must name what is forgotten'); END""",
)


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "entries",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "payloads",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_table(
        "forgotten",
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("entry", number, nullable=False),
    )
    op.create_table(
        "cleaning",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("sha256", sa.String(64), nullable=True),
    )
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _SQLITE_TRIGGERS:
            op.execute(trigger)
