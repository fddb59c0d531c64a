"""The automatic check of pages: rules of accessibility, by axe."""

from __future__ import annotations

from functools import cache
from typing import Any

from needs import needs


@cache
def _axe() -> Any:
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        needs(False, "axe-playwright-python")
    return Axe()


def violations(page: Any, within: str = "html", **options: Any) -> list[tuple[str, str]]:
    """Rule and first faulty node of each violation in a part of a page, by its selector."""
    page.evaluate(_axe().axe_script)
    wanted = {"resultTypes": ["violations"], **options}
    found = page.evaluate("([within, wanted]) => axe.run(within, wanted)", [within, wanted])["violations"]
    return [(match["id"], match["nodes"][0]["html"][:300]) for match in found]
