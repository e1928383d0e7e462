"""The tables, for SQLAlchemy Core. The migrations make them; a test compares the two.

`entries` and `payloads` are the ledger. `forgotten` names the payloads that a forget entry allows to be deleted, for the
triggers to look up. `cleaning` lists what is still to be wiped from the disk after a forgetting; it is empty but for the
moments in between, so that the SHA-256 of a forgotten original stays nowhere.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

__all__ = ["cleaning", "entries", "forgotten", "metadata", "payloads"]

metadata = MetaData()

_Number = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER PRIMARY KEY is SQLite's row number

entries = Table(
    "entries",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("header", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

payloads = Table(
    "payloads",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", Text, nullable=False),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("entry", _Number, nullable=False),
)

cleaning = Table(
    "cleaning",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("sha256", String(64), nullable=True),
)
