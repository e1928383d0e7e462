"""How well a reader reads: against what people judged in a record, and against corpora with gold. Nothing here is written."""

from onrecord.evaluate.corpus import FORMATS, against_gold

__all__ = ["FORMATS", "against_gold"]
