"""Bytes to text: which encoding a file without a declaration is in.

What is certain comes first (a byte-order mark, valid UTF-8), then what two tell-tale patterns show (Hangul in CP949, single
accents and typographic quotes in Windows-1252), and only then the statistics of charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SAMPLE = 65_536
"""Bytes that a guess looks at."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHERS = [
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r", "cp1250", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "cp874",
]  # fmt: skip
_NAMES = {"cp949": "CP949", "cp1252": "Windows-1252", "cp932": "Shift JIS", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_LABELS = {
    # What pages declare, and what they are in fact written in (the WHATWG Encoding Standard's table does the same).
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "korean": "cp949", "windows-949": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "iso-8859-9": "cp1254", "utf8": "utf-8",
}  # fmt: skip
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_JUNK_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the Python name of its encoding, and whether that is a guess."""

    text: str
    encoding: str
    guessed: bool = False

    @property
    def notice(self) -> str | None:
        """A sentence for the report's notices where the encoding was guessed."""
        if not self.guessed:
            return None
        name = _NAMES.get(self.encoding, self.encoding)
        return f"The file does not say its encoding; it was read as {name}."


def decode(data: bytes) -> Decoded | None:
    """The text of some bytes without its byte-order mark, else as it is. None where the bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _certain(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _unmarked_utf16(data) or _guess(data)
    if "\x00" in text and (wide := _unmarked_utf16(data)):
        return wide
    return None if _is_junk(text) else Decoded(text, "utf-8")


def decode_declared(data: bytes, label: str | None) -> Decoded | None:
    """The text of bytes that say their own encoding, where they are in it; else as `decode` reads them."""
    if label and not any(data.startswith(mark) for mark, _ in _MARKS):
        name = label.strip().strip("\"'").lower()
        try:
            info = codecs.lookup(_LABELS.get(name, name))
            # A page whose declaration could be read byte by byte is not in UTF-16, whatever it declares.
            if info._is_text_encoding and not info.name.startswith(("utf-16", "utf-32")):
                text = data.decode(info.name)
                return None if _is_junk(text) else Decoded(text, info.name)
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def without_surrogates(text: str) -> str:
    """The text with every lone surrogate as U+FFFD: it can then be written as UTF-8 and hashed."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _SURROGATE.search(text) else text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _certain(data: bytes, encoding: str) -> Decoded | None:
    # The mark names the encoding; a file cut off in the middle of a character is still worth reading.
    text = data.decode(encoding, "replace")
    broken = text.count("�") > max(2, len(text) * _JUNK_SHARE)
    return None if broken or _is_junk(text) else Decoded(text, encoding)


def _is_junk(text: str) -> bool:
    sample = text[:SAMPLE]
    return len(_CONTROL_CHARACTERS.findall(sample)) > len(sample) * _JUNK_SHARE


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark shows by its spaces and line ends: a zero byte always on the same side."""
    sample = data[: SAMPLE - SAMPLE % 2]
    if len(data) % 2 or b"\x00" not in sample:
        return None
    for encoding, zeros, ones in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        if zeros.count(0) >= len(zeros) * 0.05 and ones.count(0) <= zeros.count(0) * 0.25:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            printable = sum(c.isprintable() or c in "\t\n\r" for c in text[:SAMPLE])
            if not _is_junk(text) and printable >= len(text[:SAMPLE]) * 0.98:
                return Decoded(text, encoding, guessed=True)
    return None


def _guess(data: bytes) -> Decoded | None:
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) * _JUNK_SHARE:
        return None
    # A file of plain ASCII with its first accent far in is judged where the accents are.
    if first := _HIGH_RUN.search(data):
        start = max(0, first.start() - 2_000)
        sample = data[start : start + SAMPLE]
    for encoding, fits in (("cp949", _is_korean(sample)), ("cp1252", _is_western(sample)), (_by_statistics(sample), True)):
        if not fits or encoding is None:
            continue
        try:
            return Decoded(data.decode(encoding), encoding, guessed=True)
        except UnicodeDecodeError:
            # A few damaged bytes in a long text do not make it unreadable; many show the guess to be wrong.
            text = data.decode(encoding, "replace")
            if text.count("�") <= len(text) * 0.001:
                return Decoded(text, encoding, guessed=True)
    return None


def _is_korean(sample: bytes) -> bool:
    """Nearly all letters beyond ASCII are Hangul of KS X 1001.

    Chinese and Cyrillic bytes mostly fall on its Hanja; a Western accent before a letter falls on CP949's extension.
    """
    text = sample.decode("cp949", "ignore")
    letters = [c for c in text if ord(c) > 127 and c.isalpha()]
    common = sum("가" <= c <= "힣" and len(c.encode("euc_kr", "ignore")) == 2 for c in letters)
    return bool(letters) and common >= len(letters) * 0.85


def _is_western(sample: bytes) -> bool:
    """Single bytes beyond ASCII among many plain letters, all of them defined in Windows-1252."""
    runs = _HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    if not runs or high > len(sample) * 0.2 or high / len(runs) >= 2.0 or re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample):
        return False
    # Punctuation, and the letters of French, German, Spanish, Portuguese and the Nordic languages. The rest of the table is
    # where the code pages of Central Europe, Turkey and the Baltic differ, and there statistics know better.
    usual = set("“”‘’‚„…–—•«»°§©®™€£¢¥¡¿·´¨ºª½¼¾²³±×\xa0\xadàâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÍÎÏÑÓÔÖÕØŒÙÚÛÜ")
    characters = [c for c in sample.decode("cp1252", "ignore") if ord(c) > 127]
    return sum(c in usual for c in characters) >= len(characters) * 0.95


def _by_statistics(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    return best.encoding if best else None
