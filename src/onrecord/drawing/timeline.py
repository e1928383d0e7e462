"""The timeline: a bar a day, month or year; a vaguer date is as long as it may be, and never a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from onrecord import wording
from onrecord.drawing import svg
from onrecord.drawing.grouping import Bar, Sums, Times
from onrecord.drawing.grouping import told as said_of
from onrecord.drawing.svg import el, picture
from onrecord.languages import gettext

WIDTH = 960.0
_LEFT, _RIGHT, _TOP, _TALL = 46.0, 14.0, 18.0, 150.0
_LANE = 17.0
LANES = 24
"""Vague dates that are drawn, the longest tolls first; the table has them all."""
Link = Callable[[str], str]
"""The address that chooses a stretch of time, by its EDTF."""


def drawn(
    times: Times, label: str, link: Link | None = None, chosen: tuple[date | None, date | None] = (None, None)
) -> tuple[str, float]:
    """The picture and its height. With `link`, each bar leads to its choice; `chosen` are the first and last day that are."""
    if not times.bars:
        said = el("text", svg.words(gettext("No date is told that could be drawn.")), x=_LEFT, y=34, class_="soft")
        return picture(WIDTH, 60, label, said, class_="timeline"), 60
    lanes = lanes_of(times.vague)
    bottom = _TOP + _TALL
    height = bottom + 30 + (26 + _LANE * len(lanes) if lanes else 0)
    across = _Across(times.bars[0].first, times.bars[-1].last)
    greatest = max((_most(b.sums) for b in times.bars), default=0) or 1
    parts = [_chosen(across, height, chosen), *_axis(greatest, bottom), *_ticks(across, times, bottom)]
    parts += [_bar(across, b, greatest, bottom, link) for b in times.bars if b.sums.incidents]
    if lanes:
        parts.append(
            el(
                "text",
                svg.words(gettext("Dates that are known less well")),
                x=_LEFT,
                y=bottom + 46,
                font_size=12,
                fill=svg.SOFT,
                class_="soft",
            )
        )
        parts += [_lane(across, lane, bottom + 52 + n * _LANE, link) for n, lane in enumerate(lanes)]
    return picture(WIDTH, height, label, *parts, class_="timeline"), height


def lanes_of(vague: Sequence[Bar]) -> list[Bar]:
    """The vague dates that are drawn, in their order."""
    kept = sorted(vague, key=lambda b: (-b.sums.incidents, b.first, b.last))[:LANES]
    return sorted(kept, key=lambda b: (b.first, b.last))


def told(bar: Bar) -> str:
    """What a bar says, in words."""
    return said_of(wording.date(bar.edtf), bar.sums)


class _Across:
    """Days to units of the picture."""

    def __init__(self, first: date, last: date) -> None:
        self.start, self.days = first.toordinal(), last.toordinal() - first.toordinal() + 1
        self.each = (WIDTH - _LEFT - _RIGHT) / self.days

    def at(self, day: date, after: bool = False) -> float:
        """Where a day begins, or ends."""
        share = max(0, min(self.days, day.toordinal() - self.start + after))
        return _LEFT + share * self.each


def _most(sums: Sums) -> int:
    return max(sums.size, sums.most or 0)


def _tall(n: int, greatest: int) -> float:
    return _TALL * n / greatest


def _bar(across: _Across, bar: Bar, greatest: int, bottom: float, link: Link | None) -> str:
    """The best number (or the least) filled, the greatest as an outline above it, open at its top where that is open."""
    left, right = across.at(bar.first), across.at(bar.last, after=True)
    gap = min(1.5, (right - left) * 0.12)
    x, wide = left + gap, max(1.0, right - left - 2 * gap)
    size, most = _tall(bar.sums.size, greatest), _tall(_most(bar.sums), greatest)
    parts = [
        el("title", svg.words(told(bar))),
        el("rect", x=left, y=_TOP, width=right - left, height=_TALL, fill=svg.PAPER, fill_opacity=0.0, class_="touch"),
    ]
    if bar.sums.size:
        parts.append(el("rect", x=x, y=bottom - size, width=wide, height=size, fill=svg.HARM, fill_opacity=0.75, class_="disc"))
    if most > size:
        parts.append(
            el(
                "rect",
                x=x,
                y=bottom - most,
                width=wide,
                height=most - size,
                fill=svg.HARM,
                fill_opacity=0.18,
                stroke=svg.HARM,
                class_="most",
            )
        )
    if bar.sums.stated is not None and bar.sums.most is None:
        parts.append(
            el(
                "path",
                d=f"M{svg.number(x)} {svg.number(bottom - size - 3)}h{svg.number(wide)}",
                stroke=svg.HARM,
                stroke_width=1.6,
                stroke_dasharray="3 2",
                class_="most",
            )
        )
    if not bar.sums.size:
        parts.append(
            el(
                "rect",
                x=x,
                y=bottom - 5,
                width=wide,
                height=5.0,
                fill="none",
                stroke=svg.HARM,
                stroke_dasharray="2 2",
                class_="most",
            )
        )
    return _linked(link, bar, parts)


def _lane(across: _Across, bar: Bar, y: float, link: Link | None) -> str:
    left, right = across.at(bar.first), across.at(bar.last, after=True)
    count = bar.sums.stated
    said = f"{wording.short_date(_shortest(bar))}: {wording.number(count.to_json()) if count else '–'}"
    wide = right - left
    inside = wide > 6.6 * len(said) + 12
    beyond = right + 6.6 * len(said) + 8 > WIDTH
    x, anchor = (left + 6, "start") if inside else (left - 5, "end") if beyond else (right + 5, "start")
    parts = [
        el("title", svg.words(told(bar))),
        el("rect", x=left, y=y, width=max(2.0, wide), height=_LANE - 4, rx=2, fill=svg.HARM, fill_opacity=0.16, stroke=svg.HARM, stroke_dasharray="4 3", class_="area"),
        el("text", svg.words(said), x=x, y=y + 10.5, font_size=11, text_anchor=anchor),
    ]  # fmt: skip
    return _linked(link, bar, parts)


def _shortest(bar: Bar) -> str:
    """A stretch that is a month or a year, as such."""
    first, last = bar.first, bar.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    next_month = (first.replace(day=28).toordinal() + 4, last.toordinal() + 1)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and date.fromordinal(next_month[1]).day == 1:
        return first.isoformat()[:7]
    return bar.edtf


def _linked(link: Link | None, bar: Bar, parts: list[str]) -> str:
    if link is None:
        return el("g", *parts, class_="time")
    first, _, last = bar.edtf.partition("/")
    return el("a", *parts, href=link(bar.edtf), tabindex=-1, class_="time", data_from=first, data_to=last or first)


def _chosen(across: _Across, height: float, chosen: tuple[date | None, date | None]) -> str:
    first, last = chosen
    if first is None and last is None:
        return ""
    left = across.at(first) if first is not None else _LEFT
    right = across.at(last, after=True) if last is not None else WIDTH - _RIGHT
    return el(
        "rect",
        x=left,
        y=_TOP - 8,
        width=max(0.0, right - left),
        height=height - _TOP,
        fill=svg.LINK,
        fill_opacity=0.13,
        class_="brushed",
    )


def _axis(greatest: int, bottom: float) -> list[str]:
    step = next(s for p in range(10) for s in (10**p, 2 * 10**p, 5 * 10**p) if greatest / s <= 5)
    parts = []
    for n in range(0, greatest + 1, step):
        y = bottom - _tall(n, greatest)
        parts.append(
            el(
                "path",
                d=f"M{_LEFT} {svg.number(y)}H{WIDTH - _RIGHT}",
                stroke=svg.EDGE,
                stroke_width=1 if n == 0 else 0.5,
                class_="line",
            )
        )
        parts.append(el("text", f"{n:,}", x=_LEFT - 6, y=y + 4, text_anchor="end", font_size=11, fill=svg.SOFT, class_="soft"))
    return [el("g", *parts, aria_hidden="true")]


def _ticks(across: _Across, times: Times, bottom: float) -> list[str]:
    """Names of units beneath, as many as fit."""
    every = max(1, -(-len(times.bars) * 62 // int(WIDTH - _LEFT - _RIGHT)))
    if times.unit == "month" and every > 1:
        every = next((n for n in (2, 3, 4, 6, 12, 24, 60) if n >= every), 120)
    shown = [b for n, b in enumerate(times.bars) if (_index(b) if times.unit == "month" else n) % every == 0]
    marks = [
        el("text", svg.words(wording.short_date(b.edtf)), x=across.at(b.first), y=bottom + 18, font_size=11, fill=svg.SOFT, class_="soft")
        for b in shown if across.at(b.first) < WIDTH - 50
    ]  # fmt: skip
    return [el("g", *marks, aria_hidden="true")]


def _index(bar: Bar) -> int:
    return bar.first.year * 12 + bar.first.month - 1
