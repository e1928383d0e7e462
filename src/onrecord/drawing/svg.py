"""Elements of SVG as text. Colours are presentation attributes, so that a picture looks right by itself; a page's style overrides them."""

from __future__ import annotations

from html import escape
from typing import Any

from onrecord import wording

INK, SOFT, PAPER, SEA, LAND, EDGE, HARM, LINK = (
    "#1c2023", "#565d61", "#fbfaf7", "#e9eef0", "#f6f4ee", "#b9b3a5", "#8f1d12", "#174a75",
)  # fmt: skip
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK KR', sans-serif"


def el(name: str, *inside: str, **attributes: Any) -> str:
    """One element; `inside` is markup already. "class_" is class, "_" in a name is "-"; an attribute of None is left out."""
    said = "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(_plain(v))}"' for k, v in attributes.items() if v is not None)
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def words(said: Any) -> str:
    """Words from a report or a name, as markup: nothing in them is an element, and nothing turns the text around."""
    return escape(wording.plain(said))


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _plain(value: Any) -> str:
    return number(value) if isinstance(value, float) else str(value)


def picture(width: float, height: float, label: str, *inside: str, **attributes: Any) -> str:
    """A whole picture, which scales with the page that it stands on."""
    return el(
        "svg", el("title", words(label)), *inside, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(width)} {number(height)}",
        role="group", aria_label=wording.plain(label), font_family=FONT, font_size=13, fill=INK, **attributes,
    )  # fmt: skip


def alone(picture: str, width: float, height: float, lines: list[str]) -> str:
    """A picture as a file of its own, with what must be said of it written beneath."""
    beneath = [
        el("text", words(line), x=16, y=float(height + 22 + 19 * n), font_size=13, fill=INK if n == 0 else SOFT)
        for n, line in enumerate(lines)
    ]
    whole = height + 24 + 19 * len(lines)
    ground = el("rect", width=float(width), height=float(whole), fill=PAPER)
    inner = picture.replace("<svg ", f'<svg width="{number(width)}" height="{number(height)}" ', 1)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + el(
        "svg", ground, inner, *beneath, xmlns="http://www.w3.org/2000/svg", width=float(width), height=float(whole),
        viewBox=f"0 0 {number(width)} {number(whole)}", font_family=FONT,
    )  # fmt: skip
