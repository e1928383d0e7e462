"""What leaves the record: today CSV and JSON Lines, unredacted and by express word only."""

from onrecord.publish.tables import COLUMNS, FORMATS, export

__all__ = ["COLUMNS", "FORMATS", "export"]
