"""How well a reader reads: against what people judged in a record, and against corpora with gold. Nothing is written."""

from onrecord.evaluate.corpus import FORMATS, against_gold
from onrecord.evaluate.judgements import against_judgements

__all__ = ["FORMATS", "against_gold", "against_judgements"]
