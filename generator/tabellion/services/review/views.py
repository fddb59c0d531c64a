"""Pages of the office from their templates: all that is filled in is text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def page(template: str, **values: Any) -> str:
    """A page from its template, filled in with values."""
    return _environment().get_template(f"{template}.j2").render(values)


async def style() -> Response:
    """The style of the pages."""
    return Response((TEMPLATES / "office.css").read_text(encoding="utf-8"), media_type="text/css")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
