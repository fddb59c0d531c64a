"""Whatever stands in a cell of a workbook, it is told or makes resources that HL7's validator takes."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from any_cell import spoil
from every_column import every_sheet
from needs import needs, program
from official_validator import issues_of
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project
from tabellion.publish.package import output_files, package_archive

pytestmark = pytest.mark.xdist_group("official")

DRAWN, SEED = 40, 1
FAILED = ("error", "fatal")


@dataclass(frozen=True)
class Changed:
    """A guide that nothing refuses: its spoilt cells, and the resources that say something else because of them."""

    cells: str
    files: dict[str, bytes]


def changed_guides(drawn: int, number: int, before: dict[str, bytes]) -> list[Changed]:
    """The guides without error among those `drawn`, each by what is not as `before`.

    An example is left out where definitions changed too: the package beside it has those of before.
    """
    found: list[Changed] = []

    @seed(number)
    @settings(
        max_examples=drawn,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        with tempfile.TemporaryDirectory() as folder:
            spoilt = spoil(data, Path(folder), plausible=True)
            result = check(Project(Path(folder)))
            if result.edition is None or result.report.failed:
                return
            changed = {
                name: content
                for name, content in output_files(result.edition).items()
                if before.get(name) != content and not name.startswith("refused/")
            }
            definitions = {name for name in changed if not _is_example(name)}
            if definitions - {name for name in definitions if name.startswith("ImplementationGuide-")}:
                changed = {name: changed[name] for name in definitions}
            if changed:
                found.append(Changed(str(spoilt), changed))

    draw()
    return found


def _is_example(name: str) -> bool:
    return name.startswith(("Observation-", "Bundle-"))


def refused(drawn: int, number: int, root: Path) -> dict[str, list[str]]:
    """What HL7's validator calls an error in the guides drawn and not in the one they come from, by their cells."""
    every_sheet(root)
    first = check(Project(root))
    assert first.edition is not None
    assert not first.report.failed
    before = output_files(first.edition)
    package = root / "before.tgz"
    package.write_bytes(package_archive(first.edition, before))
    shared = {name: content for name, content in before.items() if not name.startswith("refused/")}
    paths: dict[Path, str] = {}
    for place, guide in enumerate([Changed("", shared), *changed_guides(drawn, number, before)]):
        for name, content in guide.files.items():
            path = root / "judged" / str(place) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            paths[path] = guide.cells
    found: dict[str, list[str]] = {}
    for path, issues in issues_of(str(package), list(paths)).items():
        said = [f"{path.name}: {issue['details']['text']}" for issue in issues if issue["severity"] in FAILED]
        if said:
            found.setdefault(paths[path], []).extend(said)
    return found


def test_what_is_published_of_any_cell(tmp_path: Path) -> None:
    """Cells that hold what such a column can hold, in every sheet: a finding, or no error by HL7's validator."""
    program("java")
    needs(shutil.which("mvn") and shutil.which("npm"), "mvn and npm")
    assert {} == refused(DRAWN, SEED, tmp_path)
