"""Making and migrating the tables with Alembic, whose migrations ship inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from onrecord.errors import RecordTooNew, Tampered
from onrecord.ledger.engine import LedgerEngine

__all__ = ["REVISIONS", "prepare", "revision"]

REVISIONS: Final = ("v1",)
"""The schema's versions that this onrecord knows, oldest first. Kept here so that opening a record needs no Alembic."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The version of the schema, None where there are no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def prepare(engine: LedgerEngine, name: str, wait: float, *, new: bool = False) -> None:
    """Bring the tables up to date. Raises RecordTooNew for a schema that this onrecord does not know."""
    with engine.reading() as connection:
        found = revision(connection)
    if found == REVISIONS[-1]:
        return
    if found is not None and found not in REVISIONS:
        raise RecordTooNew(
            f"The record “{name}” was made by a newer onrecord (its ledger is {found!r}): install a newer onrecord."
        )
    if found is None and not new:
        raise Tampered(f"The ledger of the record “{name}” has no tables: put back a copy of ledger.db.")
    with engine.writing(wait) as connection:
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Run the migrations that are still to run, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
