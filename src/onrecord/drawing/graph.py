"""The graph of command: from those who ordered, on the left, through those who did it, to the incidents. Laid out the same each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord import wording
from onrecord.drawing import svg
from onrecord.drawing.command import Cluster, Part
from onrecord.drawing.svg import el, picture
from onrecord.languages import gettext, shown

_WIDE, _TALL, _GAP, _DOWN, _MARGIN = 210.0, 52.0, 112.0, 14.0, 12.0
_MOST = 26
"""Characters of a line in a box."""
_DASHES = {"ordered": "7 4", "aided": "2 4"}
Link = Callable[[str], str]
Node = tuple[str, int]
"""A person ("p", its number), an incident ("i", …) or somebody dead ("v", …)."""


def drawn(cluster: Cluster, headings: Mapping[int, str], label: str, link: Link | None = None) -> tuple[str, float, float]:
    """The picture, its width and height. `headings` has each incident's; `link` gives the address of a person's or incident's id."""
    columns = _columns(cluster)
    tall = max(len(c) for c in columns)
    height = 2 * _MARGIN + 22 + tall * (_TALL + _DOWN)
    width = 2 * _MARGIN + len(columns) * _WIDE + (len(columns) - 1) * _GAP
    at = {}
    for x, column in enumerate(columns):
        top = _MARGIN + 22 + (tall - len(column)) * (_TALL + _DOWN) / 2
        at.update({n: (_MARGIN + x * (_WIDE + _GAP), top + y * (_TALL + _DOWN)) for y, n in enumerate(column)})
    parts = [_heads(columns, cluster), *_edges(cluster, at)]
    parts += [_box(cluster, node, place, headings, link) for node, place in at.items()]
    return picture(width, height, label, _ARROW, *parts, class_="command"), width, height


_ARROW = el(
    "defs",
    el(
        "marker", el("path", d="M0 0L8 4L0 8z", fill=svg.INK, class_="ink"), id="arrow", markerWidth=8, markerHeight=8, refX=7, refY=4,
        orient="auto", markerUnits="userSpaceOnUse",
    ),
)  # fmt: skip


def ranks(cluster: Cluster) -> dict[int, int]:
    """How many stand above each person in the longest chain of orders; those who order one another stand side by side."""
    found = dict.fromkeys(cluster.people, 0)
    orders = [(a, b) for a, b, _ in cluster.orders if (b, a) not in {(x, y) for x, y, _ in cluster.orders}]
    for _ in range(min(len(found), 6)):  # a longer chain than this, or a circle, is no chain of command
        for above, below in orders:
            found[below] = max(found[below], min(found[above] + 1, 5))
    return found


def _columns(cluster: Cluster) -> list[list[Node]]:
    rank = ranks(cluster)
    last = max(rank.values(), default=0)
    if not cluster.orders:
        last = 0
    people: list[list[Node]] = [[] for _ in range(last + 1)]
    for person in cluster.people:
        people[min(rank[person], last)].append(("p", person))
    columns = [*people, [("i", n) for n in cluster.incidents]]
    if cluster.dead:
        columns.append([("v", int(id[1:])) for _, id, _ in cluster.dead])
    order = {node: y for column in columns for y, node in enumerate(column)}
    joined: dict[Node, list[Node]] = {}
    for p in cluster.parts:
        joined.setdefault(("i", p.incident), []).append(("p", p.person))
    columns[last + 1].sort(key=lambda n: (sum(order[m] for m in joined[n]) / len(joined[n]), n))
    return [c for c in columns if c]


def _heads(columns: list[list[Node]], cluster: Cluster) -> str:
    names = [gettext("Who ordered it") if cluster.orders and x == 0 else gettext("Who did it") for x in range(len(columns))]
    for x, column in enumerate(columns):
        if column[0][0] != "p":
            names[x] = gettext("Incidents") if column[0][0] == "i" else gettext("The dead")
    return "".join(
        el("text", svg.words(name), x=_MARGIN + x * (_WIDE + _GAP), y=_MARGIN + 10, font_size=12, fill=svg.SOFT, class_="soft")
        for x, name in enumerate(names) if x == 0 or names[x - 1] != name
    )  # fmt: skip


def _edges(cluster: Cluster, at: Mapping[Node, tuple[float, float]]) -> list[str]:
    found = []
    for who, whom, incident in cluster.orders:
        order = next(p for p in cluster.parts if (p.person, p.incident, p.involvement) == (who, incident, "ordered"))
        found.append(_line(at["p", who], at["p", whom], ", ".join([wording.term("ordered"), *_doubt(order)]), None, True))
    for p in cluster.parts:
        ordered = any(o[0] == p.person and o[2] == p.incident for o in cluster.orders)
        if not (p.involvement == "ordered" and ordered):
            verb = {"carried_out": "", "aided": "aided", "ordered": "ordered"}[p.involvement]
            said = ", ".join([*([wording.term(verb)] if verb else []), *_doubt(p)])
            found.append(_line(at["p", p.person], at["i", p.incident], said, _DASHES.get(p.involvement), False))
    for incident, id, _ in cluster.dead:
        found.append(_line(at["i", incident], at["v", int(id[1:])], "", None, False))
    return found


def _doubt(part: Part) -> list[str]:
    """How a part is put, where it is not simply stated."""
    said = [wording.term(part.status, "perpetrator_status")] if part.status != "stated" else []
    return said + ([wording.term(part.modality)] if part.modality != "stated" else [])


def _line(start: tuple[float, float], end: tuple[float, float], words: str, dash: str | None, arrow: bool) -> str:
    x1, y1, x2, y2 = start[0] + _WIDE, start[1] + _TALL / 2, end[0], end[1] + _TALL / 2
    if x2 < x1:  # side by side
        x1, x2 = start[0], end[0]
        d = f"M{svg.number(x1)} {svg.number(y1)}C{svg.number(x1 - 30)} {svg.number(y1)} {svg.number(x2 - 30)} {svg.number(y2)} {svg.number(x2)} {svg.number(y2)}"
    else:
        bend = min(70.0, (x2 - x1) / 2)
        d = f"M{svg.number(x1)} {svg.number(y1)}C{svg.number(x1 + bend)} {svg.number(y1)} {svg.number(x2 - bend)} {svg.number(y2)} {svg.number(x2)} {svg.number(y2)}"
    line = el(
        "path",
        d=d,
        fill="none",
        stroke=svg.INK,
        stroke_width=1.4,
        stroke_dasharray=dash,
        marker_end="url(#arrow)" if arrow else None,
        class_="edge",
    )
    if not words:
        return line
    return line + el("text", svg.words(words), x=x2 - 10, y=y2 - 6, text_anchor="end", font_size=11, class_="halo",
                     stroke=svg.PAPER, stroke_width=3, paint_order="stroke")  # fmt: skip


def _box(cluster: Cluster, node: Node, place: tuple[float, float], headings: Mapping[int, str], link: Link | None) -> str:
    letter, number = node
    x, y = place
    if letter == "i":
        words, small, kind = headings.get(number, f"i{number}"), f"i{number}", "incident"
    elif letter == "v":
        words, small, kind = (
            shown(next(w for _, id, w in cluster.dead if id == f"p{number}")),
            gettext("dead, as stated"),
            "dead",
        )
    else:
        one: Part = next(p for p in cluster.parts if p.person == number)
        words, small, kind = one.words, f"p{number}, {wording.term(one.kind, 'kind')}", one.kind
    lines = _lines(words)
    inside = [
        el("title", svg.words(f"{words} ({small})")),
        el("rect", x=x, y=y, width=_WIDE, height=_TALL, rx=20 if kind in ("person", "group") else 4, fill=svg.PAPER, stroke=svg.INK if letter == "p" else svg.HARM,
           stroke_width=1.4, stroke_dasharray="5 3" if kind == "group" else None, class_=f"node {kind}"),
    ]  # fmt: skip
    first = y + (19 if len(lines) == 1 else 15)
    inside += [
        el("text", svg.words(line), x=x + 14, y=first + 13.5 * n, font_size=12.5, font_weight=600 if letter == "p" else 400)
        for n, line in enumerate(lines)
    ]
    inside.append(el("text", svg.words(small), x=x + 14, y=y + _TALL - 5, font_size=10, fill=svg.SOFT, class_="soft"))
    if link is None or letter == "v":
        return el("g", *inside)
    return el("a", *inside, href=link(f"{letter}{number}"), class_="thing-link")


def _lines(words: str) -> list[str]:
    """Words in one line or two, cut where they are longer."""
    if len(words) <= _MOST:
        return [words]
    cut = words.rfind(" ", 0, _MOST + 1)
    cut = cut if cut > _MOST // 2 else _MOST
    rest = words[cut:].strip()
    return [words[:cut], rest if len(rest) <= _MOST else rest[: _MOST - 1] + "…"]
