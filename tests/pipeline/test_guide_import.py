"""`tabellion import`: published packages become workbooks, and what these do not say is listed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from artifacts.retelling import meaning
from needs import shared
from projects import built, registry
from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import Package, PackageDefinitions, open_package
from tabellion.pipeline.building import check
from tabellion.pipeline.guide_import.importing import LIST, import_guide
from tabellion.pipeline.project import Project, read_edition
from tabellion.snapshot import SnapshotGenerator

# published packages, and the rules that their own tables break: what was published with faults keeps them
PUBLISHED = {
    "hl7.fhir.us.core-3.1.1": {"CM002", "IN003", "SD015", "SN035", "TB009", "TX001"},
    "hl7.fhir.uv.ips-1.1.0": {"IN003", "PK008", "RF003"},
    "hl7.fhir.us.carin-bb-2.0.0": {"CP021", "IN003", "PK008", "SN039", "TB047"},
    "hl7.fhir.uv.extensions.r4-5.2.0": {
        "CP021",
        "CS014",
        "IN003",
        "RF007",
        "SD002",
        "SD003",
        "SD015",
        "SD022",
        "VS004",
    },
}

NEEDED = {"hl7.fhir.us.carin-bb-2.0.0": ["hl7.fhir.us.core-3.1.1"]}


def opened(name: str) -> Package:
    package = open_package(shared(f"packages/{name}.tgz"), Report())
    assert package is not None
    return package


def listed(folder: Path) -> dict[str, set[str]]:
    """The paths that the list has of each resource; `""` for a resource that is not made."""
    found: dict[str, set[str]] = {}
    with (folder / LIST).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["resource"], set()).add(row["path"])
    return found


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_package_becomes_tables_that_make_it_again(name: str, tmp_path: Path) -> None:
    """Every resource is made again or listed; what the elements of its snapshot ask is the same, or listed."""
    package = opened(name)
    needed = [opened(other) for other in NEEDED.get(name, ())]
    imported = import_guide(package, tmp_path / "guide", Report(), needed=needed)
    assert imported is not None
    report = Report()
    edition, _ = read_edition(Project(tmp_path / "guide"), report)
    assert edition is not None
    told = {item.code for item in report if item.severity == "error" and not item.place.file.endswith(".json")}
    assert PUBLISHED[name] >= {code for code in told if not code.startswith("VA")}
    lost = listed(tmp_path / "guide")
    published = {
        f"{item['resourceType']}/{item['id']}": item
        for entry in package.entries
        if (item := package.resource(entry)) is not None and item["resourceType"] != "ImplementationGuide"
    }
    assert set() == {key for key in published if key not in edition.by_reference and "" not in lost.get(key, ())}
    core = PackageResolver(None, Report()).definitions_over([package, *needed], "4.0.1")
    assert core is not None
    compared = [key for key, item in published.items() if is_profile(item) and key in edition.by_reference]
    assert len(compared) >= 0.9 * sum(is_profile(item) for item in published.values())
    for key in compared:
        unlisted = changed(published[key], edition.by_reference[key].resource, core)
        assert set() == {element for element in unlisted if not is_listed(element, lost.get(key, set()))}, key


def is_profile(resource: Json) -> bool:
    return resource["resourceType"] == "StructureDefinition" and resource.get("derivation") == "constraint"


def is_listed(element: str, paths: set[str]) -> bool:
    """Whether something of an element is listed; of a choice with one type a slice may say what the choice could."""
    choice = f"{element.partition('[x]:')[0]}[x]" if "[x]:" in element else element
    return any(
        path in (element, choice) or path.startswith((f"{element}.", f"{choice}.", f"{element}:")) for path in paths
    )


def changed(published: Json, made: Json, below: PackageDefinitions) -> set[str]:
    """The elements that ask something else of instances in the two."""
    generated = SnapshotGenerator(below).generate(published)
    if generated.problems:
        return set()
    theirs, ours = meaning(generated.elements), meaning(made["snapshot"]["element"])
    for facets in (*theirs.values(), *ours.values()):  # `#Type.path` and the same with its address before it are one
        facets["contentReference"] = (facets["contentReference"] or "").partition("#")[2]
    return {key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key)}


def test_a_guide_of_the_toolkit_comes_back_whole(tmp_path: Path) -> None:
    """Its tables build without a finding, and what they make differs by what is listed alone: nothing of elements."""
    project = registry(tmp_path / "first")
    result = built(project)
    archive = next(project.output.glob("*.tgz"))
    package = open_package(archive, Report())
    assert package is not None
    folder = tmp_path / "second"
    imported = import_guide(package, folder, Report())
    assert imported is not None
    assert (0, []) == (imported.errors, check(Project(folder)).report.brief())
    lost = {path for paths in listed(folder).values() for path in paths}
    assert set() == {path for path in lost if path[:1].isupper() or path.startswith(("compose", "concept", "group"))}
    again = built(Project(folder))
    assert result.edition is not None
    assert again.edition is not None
    published = {key for key, item in result.edition.by_reference.items() if not item.is_refused}
    assert published - set(listed(folder)) <= set(again.edition.by_reference)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["import", *arguments, "--lang", "fr"])


def test_the_command_says_what_it_wrote_and_never_covers_a_folder(tmp_path: Path) -> None:
    archive = str(shared("packages/hl7.fhir.uv.ips-1.1.0.tgz"))
    first = run(archive, str(tmp_path / "a"))
    assert 0 == first.exit_code, first.output
    assert "Erreurs à corriger dans les tables : " in first.output
    assert "IM001" in first.output
    run(archive, str(tmp_path / "b"))
    files = [path.relative_to(tmp_path / "a") for path in sorted((tmp_path / "a").rglob("*")) if path.is_file()]
    assert Path(LIST) in files
    assert [] == [
        path for path in files if (tmp_path / "a" / path).read_bytes() != (tmp_path / "b" / path).read_bytes()
    ]
    again = run(archive, str(tmp_path / "a"))
    assert (1, True) == (again.exit_code, "NW001" in again.output)


@pytest.mark.parametrize("source", ["nothing", "absent.tgz", "no.such.package@1.0.0"])
def test_a_package_that_cannot_be_had(source: str, tmp_path: Path) -> None:
    made = run(source, str(tmp_path / "guide"))
    assert 1 <= made.exit_code <= 3
    assert "PK0" in made.output
    assert not (tmp_path / "guide").exists()
