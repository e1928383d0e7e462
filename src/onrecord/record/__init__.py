"""A record: a folder that holds a ledger, and the views computed from it."""

from onrecord.record.folder import Record, create, init, open_record

__all__ = ["Record", "create", "init", "open_record"]
