"""Projects written for a test: the second guide, with tables replaced or added."""

from __future__ import annotations

import shutil
from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.pipeline.building import Result, build, check
from tabellion.pipeline.project import Project

REGISTRY = Path(__file__).parent / "guides" / "registry"


def registry(tmp_path: Path, /, **changed: str) -> Project:
    """A copy of the second guide's sources with some CSV files replaced: name to content, `None` content removes."""
    root = tmp_path / "registry"
    shutil.copytree(REGISTRY / "sources", root / "sources")
    for name, content in changed.items():
        write_table(root, name, content)
    return Project(root)


def write_table(root: Path, name: str, content: str) -> None:
    """A CSV file of the sources, its lines as they are written here, blanks around them left out."""
    text = "\n".join(line.strip() for line in content.strip().splitlines()) + "\n"
    (root / "sources" / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")


def replace_in(project: Project, file: str, old: str, new: str) -> None:
    """Change a cell of a CSV file. The text to replace has to be there once."""
    path = project.sources / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def faults(project: Project) -> list[tuple[str, str]]:
    """Code and place of everything that `check` reports."""
    return check(project).report.brief()


def built(project: Project) -> Result:
    """Build without site; the sources have to be clean."""
    result = build(project, site=False)
    assert result.report.brief() == [], [diagnostic.message("en") for diagnostic in result.report]
    return result


def first(report: Report, lang: str = "fr") -> tuple[str, str, str | None]:
    """Message, help and value of the first finding."""
    item = report.in_order()[0]
    return item.message(lang), item.help(lang), item.value
