"""The model drawn: for every level of agreement, how much likelier it is of one person than of two, as bars in SVG."""

from __future__ import annotations

from html import escape
from math import log2

from onrecord.link.levels import LEVELS
from onrecord.link.lists_output import NAMES, times
from onrecord.link.model import Model

ROW, LEFT, WIDTH, SCALE = 18, 300, 760, 14
"""Pixels: a row's height, where bars begin, the whole width, and one bit's length."""


def drawn(model: Model) -> str:
    """SVG text. Bars to the right speak for one person, to the left for two; one step is a factor of two."""
    lines: list[str] = []
    y = 40
    if not model.converged:
        lines.append(f'<text x="8" y="{y}" fill="#a30000">The estimation has not converged by round {model.rounds}.</text>')
        y += ROW
    middle = LEFT + (WIDTH - LEFT) // 2
    for name, m in model.m.items():
        lines.append(f'<text x="8" y="{y}" font-weight="bold">{escape(NAMES[name])}</text>')
        y += ROW
        for level, words in enumerate(LEVELS[name][:-1]):
            bits = log2(max(m[level], 1e-9) / max(model.u[name][level], 1e-9))
            length = min(abs(bits), (WIDTH - LEFT) / 2 / SCALE - 1) * SCALE
            x = middle if bits >= 0 else middle - length
            said = f"{words}: {m[level]:.3f} of pairs of one person, {model.u[name][level]:.2g} of strangers; {times(bits)}"
            lines.append(f'<g><title>{escape(said)}</title><text x="20" y="{y}">{escape(words)}</text>')
            fill = "#1b6ca8" if bits >= 0 else "#b3541e"
            lines.append(f'<rect x="{x:.1f}" y="{y - 11}" width="{max(length, 1):.1f}" height="13" fill="{fill}"/></g>')
            y += ROW
        y += 6
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>How much each level of agreement says</title><rect width="{WIDTH}" height="{y}" fill="#fff"/>'
        f'<text x="{middle + 6}" y="18">one person →</text><text x="{middle - 6}" y="18" text-anchor="end">← two people</text>'
        f'<line x1="{middle}" y1="24" x2="{middle}" y2="{y - 6}" stroke="#777"/>'
    )
    return head + "".join(lines) + "</svg>\n"
