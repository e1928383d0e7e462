"""Search over the words of a record: reports, titles and claims, with filters, counts and highlighted hits.

The index is a cache beside the ledger and never the truth: it can be deleted at any time, and is made again from the ledger.
"""

from onrecord.search.asked import FILTERS, Asked
from onrecord.search.finding import among, count_new, incidents_of, search

__all__ = ["FILTERS", "Asked", "among", "count_new", "incidents_of", "search"]
