"""Links inside the documentation lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# code shows links of somebody else's page
CODE = re.compile(r"^```.*?^```|`[^`\n]+`(?!\])", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The anchors that forges make of headings."""
    words = (re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text))
    return set(words)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """A file that is there, and where an anchor is named, a heading of that file."""
    broken = []
    for target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            broken.append(target)
    assert [] == broken


def test_the_index_leads_to_every_page() -> None:
    """A page that nothing leads to is read by nobody."""
    index = ROOT / "docs" / "index.md"
    reached: set[Path] = set()
    waiting = [index]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        waiting += [
            (page.parent / target.partition("#")[0]).resolve() for target in LINK.findall(page.read_text("utf-8"))
        ]
    assert [] == [page.name for page in (ROOT / "docs").rglob("*.md") if page not in reached]


def test_no_page_names_the_machine_it_was_written_on() -> None:
    """No absolute path of a home, no temporary folder."""
    local = re.compile(r"(?<![\w.~])/(?:home|root|tmp|Users|work)/")
    assert [] == [page.name for page in PAGES if local.search(page.read_text(encoding="utf-8"))]
