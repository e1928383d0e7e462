"""The pictures as small SVGs: how lists overlap, the posterior, estimates by stratum, what moves the number."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from onrecord.estimate.result import Estimate
from onrecord.estimate.table import ON, Table

WIDTH = 640
_TIME = re.compile(r"\d{4}(-\d{2})?")
_INK, _FAINT, _DONE, _MADE = "#1c2023", "#b9b3a5", "#174a75", "#8f1d12"


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="{_INK}">'
    )
    return "\n".join([
        head, f"<title>{escape(title)}</title>", f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="24" font-size="14" font-weight="600">{escape(title)}</text>', *parts, "</svg>",
    ]) + "\n"  # fmt: skip


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = _INK, wide: float = 1.0, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{wide}"{dash}/>'


def _ticks(low: float, high: float) -> list[float]:
    """Some five round whole numbers between two: these are people."""
    step = 10 ** math.floor(math.log10(max(high - low, 1e-9)))
    step = next(s for s in (step / 5, step / 2, step, 2 * step, 5 * step) if (high - low) / s <= 6)
    step = max(round(step), 1)
    first = math.ceil(low / step)
    return [step * k for k in range(first, int(high // step) + 1)]


def upset(table: Table, most: int = 20) -> str:
    """How lists overlap: a column a history, its bar how many people have it, dots the lists that hold them.

    A. Lex and others, "UpSet: visualization of intersecting sets", IEEE Transactions on Visualization and Computer Graphics 20 (2014) 1983.
    """
    on = (table.histories == ON).astype(np.int64)
    found: dict[tuple[int, ...], int] = {}
    for h, c in zip(on, table.counts, strict=True):
        key = tuple(map(int, h))
        found[key] = found.get(key, 0) + int(c)
    order = sorted(found, key=lambda k: (-found[k], k))[:most]
    left, top, bars, row = 150, 44, 170, 22
    step = (WIDTH - left - 20) / max(len(order), 1)
    highest = max(found.values())
    parts = []
    for i, key in enumerate(order):
        x, tall = left + step * (i + 0.5), bars * found[key] / highest
        parts.append(
            f'<rect x="{x - step * 0.32:.1f}" y="{top + bars - tall:.1f}" width="{step * 0.64:.1f}" height="{tall:.1f}" fill="{_DONE}"/>'
        )
        parts.append(_text(x, top + bars - tall - 4, f"{found[key]:,}", "middle"))
        held = [j for j, v in enumerate(key) if v]
        for j in range(len(table.lists)):
            y = top + bars + 20 + row * j
            parts.append(f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{_INK if key[j] else "#e4e0d6"}"/>')
        if len(held) > 1:
            parts.append(_line(x, top + bars + 20 + row * held[0], x, top + bars + 20 + row * held[-1], _INK, 2))
    sizes = table.sizes()
    for j, name in enumerate(table.lists):
        parts.append(_text(left - 10, top + bars + 24 + row * j, f"{name[:14]}  {sizes[name]:,}", "end"))
    rest = len(found) - len(order)
    if rest > 0:
        parts.append(_text(left, top + bars + 34 + row * len(table.lists), f"{rest} rarer combinations are not shown"))
    return _svg("How the lists overlap: documented people", top + bars + 46 + row * len(table.lists), parts)


def posterior(e: Estimate) -> str:
    """The draws as a histogram, with the documented count, the point and the interval; the interval alone without draws."""
    left, right, top, tall = 30, WIDTH - 30, 60, 170
    draws = e.draws.ravel() if e.draws is not None else np.zeros(0)
    finite = draws[np.isfinite(draws)]
    ends = [e.observed, e.estimate, e.lower, *([e.upper] if math.isfinite(e.upper) else [])]
    if len(finite):
        ends += [float(np.quantile(finite, 0.995))]
    low, high = min(ends) * 0.98, max(ends) * 1.02 + 1

    def x(n: float) -> float:
        return left + (right - left) * (min(max(n, low), high) - low) / (high - low)

    parts = []
    if len(finite):
        step = max(math.ceil((high - low) / 60), 1)  # of people, so that no bar holds one number more than the next
        counts, edges = np.histogram(finite, bins=np.arange(math.floor(low), high + step, step) - 0.5)
        for c, a, b in zip(counts, edges, edges[1:], strict=False):
            h = tall * c / max(counts.max(), 1)
            parts.append(
                f'<rect x="{x(a):.1f}" y="{top + tall - h:.1f}" width="{x(b) - x(a):.1f}" height="{h:.1f}" fill="{_FAINT}"/>'
            )
    base = top + tall
    parts += [_line(left, base, right, base), _line(x(e.lower), base + 8, x(e.upper), base + 8, _MADE, 4)]
    parts.append(f'<circle cx="{x(e.estimate):.1f}" cy="{base + 8}" r="6" fill="{_MADE}"/>')
    parts += [
        _line(x(e.observed), top - 6, x(e.observed), base + 14, _DONE, 2, True),
        _text(x(e.observed) + 4, top, f"documented {e.observed:,}"),
    ]
    parts += [_text(x(t), base + 32, f"{t:,.0f}", "middle") for t in _ticks(low, high)]
    upper = f"{e.upper:,.0f}" if math.isfinite(e.upper) else "no upper bound"
    parts.append(
        _text(
            left,
            base + 54,
            f"{e.estimate:,.0f}, {e.level:.0%} interval {e.lower:,.0f} to {upper}; {len(finite):,} draws"
            if len(finite)
            else f"{e.estimate:,.0f}, {e.level:.0%} interval {e.lower:,.0f} to {upper}",
        )
    )
    return _svg(f"How many in all, by {e.method}", base + 70, parts)


def _rows(title: str, rows: Sequence[tuple[str, float | None, float, float, float | None]]) -> str:
    """Points with intervals, one under the other: label, point (None where there is none), ends, and what is documented."""
    left, right, top, step = 220, WIDTH - 30, 56, 24
    highs = [v for r in rows for v in (r[1], r[3], r[4]) if v is not None and math.isfinite(v)]
    low, high = 0.0, max([*highs, 1.0]) * 1.05

    def x(n: float) -> float:
        return left + (right - left) * (min(n, high) - low) / (high - low)

    parts = []
    for i, (label, point, least, most, documented) in enumerate(rows):
        y = top + step * i
        parts.append(_text(left - 12, y + 4, label[:32], "end"))
        if documented is not None:
            parts.append(_line(x(documented), y - 7, x(documented), y + 7, _DONE, 2))
        if point is None:
            at = x(documented or 0.0)
            before = at > (left + right) / 2  # so that the words stay within the picture
            parts.append(_text(at - 6 if before else at + 6, y + 4, "not estimated", "end" if before else "start"))
            continue
        parts += [_line(x(least), y, x(most), y, _MADE, 2), f'<circle cx="{x(point):.1f}" cy="{y}" r="4" fill="{_MADE}"/>']
    base = top + step * len(rows)
    parts.append(_line(left, base, right, base))
    parts += [_text(x(t), base + 18, f"{t:,.0f}", "middle") for t in _ticks(low, high)]
    return _svg(title, base + 36, parts)


def by_stratum(e: Estimate) -> str:
    """Each stratum's estimate with its interval, and a bar where its documented count is: over time where strata are years or months, else
    one under the other."""
    if len(e.strata) > 1 and all(len(s.values) == 1 and _TIME.fullmatch(next(iter(s.values.values()))) for s in e.strata):
        return over_time(e)
    rows = []
    for s in e.strata:
        name = ", ".join(v or "not known" for v in s.values.values())
        one = s.estimate
        rows.append(
            (name, one.estimate if one else None, one.lower if one else 0.0, one.upper if one else 0.0, float(s.observed))
        )
    return _rows("Estimated (with interval) and documented (bar), by stratum", rows)


def over_time(e: Estimate) -> str:
    """Strata that are years or months, from left to right: bars of the documented, estimates with their intervals over them."""
    strata = sorted(e.strata, key=lambda s: next(iter(s.values.values())))
    left, right, top, tall = 70, WIDTH - 20, 52, 220
    base, step = top + tall, (right - left) / len(strata)
    ends = [v for s in strata if s.estimate is not None for v in (s.estimate.estimate, s.estimate.upper) if math.isfinite(v)]
    high = max([*ends, *(float(s.observed) for s in strata), 1.0]) * 1.05

    def y(n: float) -> float:
        return base - tall * min(n, high) / high

    parts = [_line(left, base, right, base)]
    parts += [_text(left - 8, y(t) + 4, f"{t:,.0f}", "end") for t in _ticks(0, high)]
    every = math.ceil(len(strata) / 14)
    for i, s in enumerate(strata):
        x, wide = left + step * (i + 0.5), min(step * 0.5, 28)
        parts.append(
            f'<rect x="{x - wide / 2:.1f}" y="{y(s.observed):.1f}" width="{wide:.1f}" height="{base - y(s.observed):.1f}" fill="{_FAINT}"/>'
        )
        one = s.estimate
        if one is not None and math.isfinite(one.estimate):
            parts += [
                _line(x, y(one.lower), x, y(one.upper), _MADE, 2),
                f'<circle cx="{x:.1f}" cy="{y(one.estimate):.1f}" r="4" fill="{_MADE}"/>',
            ]
        else:
            parts.append(_text(x, y(s.observed) - 6, "?", "middle"))
        if i % every == 0:
            parts.append(_text(x, base + 18, next(iter(s.values.values())), "middle"))
    untold = any(s.estimate is None for s in strata)
    parts.append(
        _text(left, base + 40, "bars: documented; points: estimated, with interval" + ("; ?: not estimated" if untold else ""))
    )
    return _svg("Estimated and documented over time", base + 56, parts)


def several(found: Sequence[Estimate]) -> str:
    """The methods side by side."""
    rows = [(e.method, e.estimate, e.lower, e.upper, float(e.observed)) for e in found]
    return _rows("The methods side by side", rows)


def moved(rows: Sequence[Mapping[str, Any]]) -> str:
    """What `sensitivity` gives."""
    said = []
    for r in rows:
        upper = math.inf if r["upper"] is None else r["upper"]
        said.append((r["kind"] if r["kind"] == "as asked" else str(r["change"]), r["estimate"], r["lower"] or 0.0, upper, None))
    return _rows("What moves the number", said)
