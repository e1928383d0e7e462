"""The reliability diagram as a small SVG: of the claims that are so sure, how many are right."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

SIDE, LEFT, TOP = 300, 62, 46
_INK, _FAINT = "#1c2023", "#b9b3a5"
_COLOURS = ("#8f1d12", "#174a75")
_SHAPES = ("circle", "square")


def diagram(title: str, series: Sequence[tuple[str, Sequence[dict[str, Any]]]]) -> str:
    """The SVG of one or two named series of bins, each bin with its Wilson interval. A series is told by shape and by colour."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE + 100}" height="{SIDE + 124}" viewBox="0 0 {SIDE + 100} {SIDE + 124}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="12" fill="{_INK}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{SIDE + 100}" height="{SIDE + 124}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="14" font-weight="600">{escape(title)}</text>',
        f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{_FAINT}"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="{_FAINT}" stroke-dasharray="5 4"/>',
    ]
    for n in range(0, 11, 2):
        at = n / 10
        parts.append(f'<text x="{_x(at)}" y="{TOP + SIDE + 18}" text-anchor="middle">{at:.1f}</text>')
        parts.append(f'<text x="{LEFT - 8}" y="{_y(at) + 4:.1f}" text-anchor="end">{at:.1f}</text>')
    parts.append(f'<text x="{_x(0.5)}" y="{TOP + SIDE + 38}" text-anchor="middle">confidence</text>')
    middle = TOP + SIDE / 2
    parts.append(f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">share right</text>')
    for number, (name, bins) in enumerate(series):
        colour, shape = _COLOURS[number % 2], _SHAPES[number % 2]
        for b in bins:
            parts += _point(b, colour, shape)
        claims = sum(b["claims"] for b in bins)
        y = TOP + SIDE + 58 + 16 * number
        parts.append(_mark(LEFT + 5, y - 4, colour, shape))
        parts.append(f'<text x="{LEFT + 16}" y="{y}">{escape(name)}, {claims:,} claims</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _point(b: dict[str, Any], colour: str, shape: str) -> list[str]:
    x, (low, high) = _x(b["confidence"]), b["interval"]
    said = f"{b['right']} of {b['claims']} right at {b['confidence']:.2f}"
    return [
        f'<line x1="{x:.1f}" y1="{_y(low):.1f}" x2="{x:.1f}" y2="{_y(high):.1f}" stroke="{colour}" stroke-opacity="0.6"/>',
        _mark(x, _y(b["share"]), colour, shape, said),
    ]


def _mark(x: float, y: float, colour: str, shape: str, said: str = "") -> str:
    told = f"<title>{escape(said)}</title>" if said else ""
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}">{told}</circle>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}">{told}</rect>'


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)
