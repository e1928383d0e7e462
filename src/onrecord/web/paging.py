"""Lists page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

A_PAGE = 50
"""Rows."""


def page_of(request: Request) -> int:
    """The page that was asked for; the first where it is none."""
    said = request.query_params.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 9 else 1


def paged(found: Sequence[Any], request: Request, name: str, asked: dict[str, str]) -> dict[str, Any]:
    """One page of what was found, under `name`, and how to ask for the others: {"page", "last", "query"}."""
    last = max(1, -(-len(found) // A_PAGE))
    page = min(page_of(request), last)
    query = urlencode({k: v for k, v in asked.items() if v})
    return {name: found[(page - 1) * A_PAGE : page * A_PAGE], "page": page, "last": last, "query": query}
