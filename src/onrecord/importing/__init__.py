"""A list that others made, in CSV or Excel, as a source: each of its rows a report of its own, and what the row's columns say of it.

A column is taken for what its name or the user's map says, never for what it seems to hold. What stands in a cell and cannot be read as
its column's meaning stays words of the report and is no claim. The columns' meanings are those of `onrecord.link`, and a few more.

prepared = prepare(Path("list.csv"), ListMap())
for captured, incidents in reports(prepared):
    ...
"""

from onrecord.importing.mapping import ListMap, read_map, write_map
from onrecord.importing.preparing import Prepared, prepare
from onrecord.importing.reader import VERSION, RowReader
from onrecord.importing.reports import Row, reports

__all__ = ["VERSION", "ListMap", "Prepared", "Row", "RowReader", "prepare", "read_map", "reports", "write_map"]
