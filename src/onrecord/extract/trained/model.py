"""A model, loaded: from a text to what its heads say of it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.errors import MissingExtra
from onrecord.extract.report import ReportText
from onrecord.extract.trained.manifest import WORDS, Distribution, Manifest, ModelUnusable

__all__ = ["Model", "Said", "load_beside", "load_model"]

_MOST_THREADS: Final = 2
_OPENING: Final = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Said:
    """What a model says of one text: its words, the scores of its spans, pairs and of the whole, and of a page of news.

    `by_words` reads what the text tells of once the rules have read it, `attributing` who says what in it; None where the model has no
    such part.
    """

    words: list[Any]
    scores: Any
    news: Any
    by_words: Any
    attributing: Any = None


class Model:
    """The graphs and the tokenizer of one distribution, in memory."""

    def __init__(self, manifest: Manifest, graphs: Any, tokenizer: Any, by_words: Any) -> None:
        from onrecord.extract.trained.news import LABELS

        self.manifest = manifest
        self._graphs = graphs
        self._tokenizer = tokenizer
        self._by_words = by_words
        self._columns = [manifest.news.index(label) for label in LABELS] if manifest.news else []

    @property
    def reads_words_alone(self) -> Any:
        """The reader of words where nothing that the encoder says of a text changes what it hears of the rules, else None."""
        return self._by_words if self._graphs.attribution is None else None

    def read(self, text: str) -> Said:
        """What the heads say. Memory grows with the text: callers cut long ones."""
        from onrecord.extract.trained.attribution_graphs import Attributing, word_states
        from onrecord.extract.trained.graphs import answers_of, layers_of, read_news, scores_of
        from onrecord.extract.trained.kinds import in_capitals
        from onrecord.extract.trained.pieces import cut
        from onrecord.extract.trained.words import split_words

        words = split_words(text)
        pieces = cut(text, words, self._tokenizer)
        wire = in_capitals(text)  # of such reports no head for news is asked
        layers = layers_of(self._graphs, pieces, wire)
        said = answers_of(self._graphs, pieces, [last for last, _ in layers], wire)
        scores = scores_of(self._graphs, "", words, pieces, said)
        news = read_news(self._graphs, words, said, self._columns) if self._columns and not wire else None
        attributing = self._graphs.attribution
        if attributing is not None and pieces:
            attributing = Attributing(attributing, words, word_states(pieces, [x for _, x in layers], len(words)))
        return Said(words, scores, news, self._by_words, attributing if pieces else None)


def load_beside(of: Distribution, report: ReportText) -> Model:
    """The model of an installed distribution, loaded while the rules read the opening of a report: their first reading makes patterns for
    a quarter of a second, while loading waits for the disk and for what needs no interpreter.
    """
    from onrecord.extract.events import read
    from onrecord.extract.trained.kinds import in_capitals

    with ThreadPoolExecutor(1) as beside:
        loading = beside.submit(load_model, of, in_capitals(report.text))
        read(replace(report, text=report.text[:_OPENING]))
        return loading.result()


def load_model(of: Distribution, wire: bool = False) -> Model:
    """The model of an installed distribution, ready for wire reports in capitals or for others; what the other kind needs is opened when one comes.

    ModelUnusable where its files are not what they were; MissingExtra without its libraries."""
    manifest, folder = of.manifest(), of.folder
    try:
        from onrecord.extract.trained.graphs import load_graphs
        from onrecord.extract.trained.incident_words import load
        from onrecord.extract.trained.pieces import load_tokenizer
    except ImportError as error:
        raise MissingExtra(f"The model {of.name}", "model") from error
    assert folder is not None  # the manifest stood in it
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    with ThreadPoolExecutor(1) as beside:  # hashing and loading both wait for the disk, and neither holds the interpreter
        checked = [beside.submit(of.check, folder, name, digest) for name, (digest, _) in manifest.files.items()]
        try:
            graphs, tokenizer = load_graphs(folder, manifest.labels, threads, wire), load_tokenizer(folder)
            by_words = load(folder / WORDS, len(manifest.labels.document)) if WORDS in manifest.files else None
            failure: Exception | None = None
        except Exception as error:  # what these libraries raise for a damaged file is of no common class
            failure = error
        for each in checked:
            each.result()
    if failure is not None:
        why = " ".join(str(failure).split())[:160]
        raise ModelUnusable(f"The model {of.name} cannot be loaded ({why}): {of.mend} .") from failure
    return Model(manifest, graphs, tokenizer, by_words)
