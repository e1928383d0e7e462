"""Names of persons in a sentence: by capitals, and in text that is in capitals throughout by the titles before them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.extract.capitals import in_capitals, names_in_capitals
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span

__all__ = ["Names", "named", "named_again"]

_UP, _LOW = "[A-ZÀ-ÞĀ-ſẠ-ỹ]", "[a-zß-ɏḀ-ỿ]"  # letters of Latin script
_WORD = rf"{_UP}(?:{_LOW}|[’'-])+(?:{_UP}|{_LOW})*"
_NAME = re.compile(
    rf"(?<![\w’'-]){_WORD}(?:\s+(?:{_UP}\.|(?:de|la|del|al|bin|van|von|dos|da|el)(?=\s+{_UP})|[“\"]{_UP}{_LOW}+[”\"]|{_WORD})){{1,4}}(?:,?\s+(?:Jr|Sr|III|II)\b\.?)?"
)
_NOT_NAME = frozenset(
    """police department county city state street avenue road hospital medical center school high university sheriff office north south east west
    united states district court republic army national ministry security party committee brigade people's people’s force forces bureau news church park highway
    january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday the a an
    view full caption bros hills heights valley beach springs world associated press investigation drive lane boulevard house apartments club company television radio guard border province region university chief
    sgt officer capt lt det detective image photo copyright video facebook twitter according when after police officers new san los las fort lake union general
    korean koreans north american african white black christmas new day first second attorney district homicide unit fire rescue emergency services county's in at on
    st ave rd blvd casino motel inn deli market restaurant parkway side square court place plaza terrace safety project hall club bar lounge caption reporter chronicle tribune editor staff""".split()
)
_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Gen|Col|Capt|Lt|Sgt|Maj|Rev|Fr|Officer|Deputy|Detective|Det|Chief|Sheriff|President|Minister|Judge|Mayor|Police|Victim|Victims|Suspect)\.?\s+"
)
_OLD = re.compile(r"[\w-]+-(?:years?|months?)-old\s+", re.IGNORECASE)
_AGED = re.compile(r",?\s*\(?(?:age[ds]?\s+)?(?P<a>[1-9][0-9]?)\)?(?=\s*(?:,|\)|;|\.|\s+of\b|\s+and\b|\s+was\b|$))")


class Names:
    """What a whole report shows of its capitals: which words it also writes small, and which sentences are headlines."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.small = set(re.findall(r"(?<![\w’'-])[a-zà-ÿ]{3,}", text))
        self.capitals = in_capitals(text)
        self.headlines: set[int] = set()
        body: list[str] = []
        for span in spans:
            words = re.findall(r"(?<![\w’'-])[^\W\d_][\w’'-]{3,}", text[span.start : span.end])
            capitals = sum(w[0].isupper() for w in words)
            if len(words) >= 3 and capitals > 0.7 * len(words) and text[span.end - 1 : span.end] not in '.!?”"':
                self.headlines.add(span.start)
            else:
                body.append(text[span.start : span.end])
        self._body = " ".join(body)

    def trimmed(self, text: str, start: int, end: int, headline: bool) -> tuple[int, int] | None:
        """The part of capitalised words that is a name; None where none is."""
        parts = [m.span() for m in re.finditer(r"\S+", text[start:end])]
        while len(parts) > 2 and self._is_word(text[start:end][slice(*parts[0])]):
            parts = parts[1:]
        if len(parts) < 2 or self._is_word(text[start:end][slice(*parts[0])]):
            return None
        found = (start + parts[0][0], start + parts[-1][1])
        if headline and text[found[0] : found[1]] not in self._body:
            last = text[start:end][slice(*parts[-1])]
            return found if re.search(rf"\b{re.escape(last)}\b", self._body) and not self._is_word(last) else None
        return found

    def _is_word(self, token: str) -> bool:
        return token.strip(".,“”\"’'").lower() in self.small


def named(text: str, sentence: Span, taken: list[Span], names: Names) -> list[Phrase]:
    if names.capitals:
        return [
            Phrase(n.start, n.end, text[n.start : n.end].split()[-1].lower(), None, False, [n], _age_after(text, n.end))
            for n in names_in_capitals(text, sentence.start, sentence.end)
            if not any(t.start < n.end and n.start < t.end for t in taken)
        ]
    found = []
    for m in _NAME.finditer(text, sentence.start, sentence.end):
        start, end = m.span()
        title = _TITLE.match(m[0])
        while title:
            start += title.end()
            title = _TITLE.match(text[start:end])
        begun = start > m.start()
        while (aged := _OLD.match(text[start:end])) and aged.end() < end - start:
            start += aged.end()
        trimmed = names.trimmed(text, start, end, sentence.start in names.headlines)
        if trimmed is None:
            continue
        start, end = trimmed
        parts = text[start:end].split()
        if len(parts) < 2 or any(p.lower().strip(".,'’s") in _NOT_NAME or p.lower() in _NOT_NAME for p in parts):
            continue
        if any(t.start < end and start < t.end for t in taken):
            continue
        if re.match(
            r"\s+(?:Street|St|Avenue|Ave|Road|Rd|Drive|Hospital|Police|County|School|Park|Center|University|Boulevard|Parkway|Lane|Court|Place|Bridge|Project|Apartments)\b",
            text[end : end + 16],
        ):
            continue
        if text[start:end].isupper():
            continue
        age = _age_after(text, end)
        found.append(Phrase(m.start() if begun else start, end, parts[-1].lower(), None, False, [Span(start, end)], age))
    return found


def _age_after(text: str, end: int) -> int | None:
    aged = _AGED.match(text, end)
    return int(aged["a"]) if aged else None


_ALONE = re.compile(rf"(?<![\w’'.-]){_WORD}(?:-{_WORD})?")


def named_again(text: str, spans: list[Span], phrases: list[list[Phrase]], taken: list[Span]) -> list[list[Phrase]]:
    """The phrases, with those where one word is enough because the report gives the name in full elsewhere.

    A word that two full names of the report share names nobody by itself.
    """
    full: dict[str, set[str]] = {}
    for name in {text[n.start : n.end] for ps in phrases for p in ps for n in p.names if not p.organisation}:
        words = [w for w in name.split() if w.rstrip(".,") not in ("Jr", "Sr", "II", "III")]
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            full.setdefault(word, set()).add(words[-1] + words[0])
    own = {word for word, whose in full.items() if len(whose) == 1}
    if not own:
        return phrases
    found = []
    t = 0
    for span, here in zip(spans, phrases, strict=True):
        while t < len(taken) and taken[t].end <= span.start:
            t += 1
        kept = list(here)
        for m in _ALONE.finditer(text, span.start, span.end):
            word = re.sub(r"[’']s?$", "", m[0])
            start, end = m.start(), m.start() + len(word)
            if (
                word not in own
                or re.match(r"[’']?s?\s+[A-Z]", text[end : end + 4])
                or text[max(0, start - 2) : start - 1].isupper()
            ):
                continue
            if any(p.start < end and start < p.end for p in kept) or any(
                k.start < end and start < k.end for k in taken[t : t + 12]
            ):
                continue
            kept.append(Phrase(start, end, word.lower(), None, False, [Span(start, end)]))
        found.append(sorted(kept, key=lambda p: p.start))
    return found
