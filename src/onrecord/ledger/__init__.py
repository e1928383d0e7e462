"""The ledger: an append-only, hash-chained store of entries, and the originals. Only it reads its tables.

ledger = create(Path("record"))
with ledger.writing() as transaction:
    number = transaction.append("note", {"text": "…"}, actor="reviewer-1")
for entry in ledger.entries():
    print(entry.number, entry.kind, entry.payload)
findings = ledger.verify()
"""

from __future__ import annotations

from onrecord.ledger.chain import Entry, Head
from onrecord.ledger.findings import Finding, FindingKind, Severity
from onrecord.ledger.ledger import Ledger, create, open_ledger
from onrecord.ledger.originals import Originals
from onrecord.ledger.settings import Settings, is_record, read_settings
from onrecord.ledger.writing import Transaction

__all__ = [
    "Entry", "Finding", "FindingKind", "Head", "Ledger", "Originals", "Settings", "Severity", "Transaction", "create",
    "is_record", "open_ledger", "read_settings",
]  # fmt: skip
