"""A chart as SVG: a row a bar, its name and its number above it, so that it reads at any width.

A bar is drawn to its least in full, and on to its most in a lighter tone; what is open at the top runs on to an arrow. A tick stands at
the best. Colours are classes in the page, and attributes in a picture that is taken away.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final
from urllib.parse import quote

from onrecord import wording
from onrecord.languages import gettext

Json = dict[str, Any]
ROW: Final = 44
"""Pixels of the height of a row."""
WIDTH: Final = 760
"""Pixels of a picture that is taken away."""
_COLOURS: Final = {
    "name": "#1c2023",
    "least": "#174a75",
    "doubt": "#9db8d0",
    "best": "#8f1d12",
    "axis": "#85806f",
    "soft": "#565d61",
}
_FONT: Final = 'font-family="system-ui, Segoe UI, Noto Sans, Noto Sans CJK KR, sans-serif"'


def caption(chart: Json, of: str = "") -> str:
    """What a chart shows, in a line."""
    from onrecord.charts.grouping import BY

    said = gettext(
        "Documented %(what)s, %(how)s, by %(by)s",
        what=gettext("outcomes") if chart["by"] == "outcome" else wording.term(chart["of"]), how=wording.term(chart["how"]),
        by=wording.term(BY[chart["by"]], "chart"),
    )  # fmt: skip
    return f"{said}; {wording.plain(of)}" if of else said


def drawing(chart: Json, address: str | None = None, of: str = "") -> str:
    """The chart as SVG. With `address` (that of a bar without its key) for a page, each bar leading to what is behind it; without,
    a picture that stands alone, with its caption and the words on what documented means."""
    alone = address is None
    top = 44 if alone else 4
    height = top + ROW * max(1, len(chart["bars"])) + (30 if alone else 4)
    size = f'width="{WIDTH}" height="{height}"' if alone else f'width="100%" height="{height}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} class="chart" role="group" {_FONT} font-size="14">']
    if alone:
        parts.append(f'<rect width="100%" height="100%" fill="#ffffff"/><text x="8" y="26" font-size="17" font-weight="600" '
                     f'fill="{_COLOURS["name"]}">{_words(caption(chart, of), 90)}</text>')  # fmt: skip
    scale = _scale(chart)
    for n, bar in enumerate(chart["bars"]):
        parts.append(_row(bar, top + n * ROW, scale, address))
    if alone:
        parts.append(f'<text x="8" y="{height - 10}" font-size="12" fill="{_COLOURS["soft"]}">'
                     + _words(gettext("Documented: a difference between bars may be a difference in documentation."), 200)
                     + "</text>")  # fmt: skip
    return "".join([*parts, "</svg>"])


def _scale(chart: Json) -> float:
    """How many per cent of the width one person is; what is open at the top has room to run on."""
    open_ended = any(b["value"] and b["value"]["max"] is None for b in chart["bars"])
    most: int = chart["most"]
    return (82.0 if open_ended else 97.0) / max(1, most)


def _row(bar: Json, y: int, scale: float, address: str | None) -> str:
    value = bar["value"]
    said = wording.many(value) if value else gettext("none documented")
    drawn = (
        f'<text x="4" y="{y + 15}" {_paint("name", address)}>{_words(bar["label"], 60)}</text>'
        f'<text x="99.5%" y="{y + 15}" text-anchor="end" {_paint("soft", address)}>{_words(said, 40)}</text>'
        f'<line x1="0" x2="100%" y1="{y + 36}" y2="{y + 36}" {_paint("axis", address, "stroke")} stroke-width="1" opacity="0.35"/>'
        + (_bars(value, y, scale, address) if value else "")
    )
    name = f"{bar['label']}: {said}"
    title = f"<title>{_words(name, 200)}</title>"
    if address is None:
        return f"<g>{title}{drawn}</g>"
    target = escape(f"{address}{quote(bar['key'], safe='')}#why")
    hit = f'<rect x="0" y="{y}" width="100%" height="{ROW - 4}" class="hit"/>'
    asked = _words(f"{name}. {gettext('Why?')}", 200)
    return f'<a href="{target}" class="bar" aria-label="{asked}">{title}{hit}{drawn}</a>'


def _bars(value: Json, y: int, scale: float, address: str | None) -> str:
    least, top = value["min"] * scale, value["max"]
    end = 98.0 if top is None else top * scale
    drawn = ""
    if end > least:
        drawn += f'<rect x="{least:.2f}%" y="{y + 21}" width="{end - least:.2f}%" height="14" {_paint("doubt", address)}/>'
    if least:
        drawn += f'<rect x="0" y="{y + 21}" width="{least:.2f}%" height="14" {_paint("least", address)}/>'
    if top is None:
        drawn += f'<text x="98%" y="{y + 33}" {_paint("soft", address)}>→</text>'
    if value["best"] is not None:
        at = value["best"] * scale
        drawn += f'<line x1="{at:.2f}%" x2="{at:.2f}%" y1="{y + 18}" y2="{y + 38}" {_paint("best", address, "stroke")} stroke-width="2"/>'
    return drawn


def _paint(name: str, address: str | None, what: str = "fill") -> str:
    return f'class="{name}"' if address is not None else f'{what}="{_COLOURS[name]}"'


def _words(words: str, most: int) -> str:
    plain = wording.plain(words)
    return escape(plain if len(plain) <= most else f"{plain[: most - 1]}…")
