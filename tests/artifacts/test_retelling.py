"""The differentials of published definitions retold as rows: nothing is lost or contradicted, or it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.retelling import Retold, meaning, told_of
from artifacts.writing import write
from needs import needs, shared
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions, open_package
from tabellion.fhir.versions import R4
from tabellion.pipeline.project import read_edition
from tabellion.snapshot import SnapshotGenerator, SnapshotIndex

# of each package so many definitions, spread over all of them
MOST = 200
ARCHIVES = (
    "hl7.fhir.us.core-3.1.1",
    "hl7.fhir.uv.ips-1.1.0",
    "hl7.fhir.us.carin-bb-2.0.0",
    "hl7.fhir.uv.extensions.r4-5.2.0",
)


def sample(definitions: list[Json]) -> list[Json]:
    """Profiles of types in FHIR's own sense, `MOST` of them at even distances."""
    fit = [
        item
        for item in definitions
        if item.get("derivation") == "constraint" and item["differential"]["element"] and len(item["id"]) <= 64
    ]
    return fit[:: max(1, len(fit) // MOST)][:MOST]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_what_is_retold_means_the_same(archive: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each definition becomes rows, and these a profile; its snapshot asks the same of instances, or a finding stands at
    one of its rows."""
    core = PackageResolver(None, Report()).find(R4.core)
    needs(core, str(R4.core))
    archives = [shared(f"packages/{name}.tgz") for name in ARCHIVES]
    packages = {path.name: open_package(path, Report()) for path in archives}
    own = packages[f"{archive}.tgz"]
    assert core is not None
    assert own is not None
    everything = PackageDefinitions([core, *(item for item in packages.values() if item is not None)])
    monkeypatch.setattr(PackageResolver, "definitions", lambda *_: everything)
    definitions = sample(list(PackageDefinitions([own]).all("StructureDefinition")))
    retold = Retold()
    for definition in definitions:
        retold.add(definition)
    project = write(tmp_path, "")
    retold.write(project.sources)
    report = Report()
    edition, _ = read_edition(project, report)
    assert edition is not None
    rows = {number: row[0] for number, row in enumerate(retold.elements, 2)}
    rows_of_profiles = {number: row[0] for number, row in enumerate(retold.profiles, 2)}
    told: dict[str, list[str]] = {}
    for finding in report:
        by_row = rows if "Éléments" in finding.place.file else rows_of_profiles
        if finding.place.row in by_row and finding.severity == "error":
            told.setdefault(by_row[finding.place.row], []).append(
                f"{finding.code} {finding.place}: {finding.message('en')}"
            )
    generator = SnapshotGenerator(everything)
    same = 0
    for definition in definitions:
        index = SnapshotIndex(generator, definition["baseDefinition"])
        published = generator.generate(told_of(definition, index))
        artifact = edition.by_reference.get(f"StructureDefinition/{definition['id']}")
        if definition["id"] in told.keys() | retold.unsayable or published.problems:
            continue
        assert artifact is not None, definition["id"]
        expected, found = meaning(published.elements), meaning(artifact.resource["snapshot"]["element"])
        said = {
            key: (expected.get(key), found.get(key))
            for key in expected.keys() | found.keys()
            if expected.get(key) != found.get(key)
        }
        assert {} == said, definition["id"]
        same += 1
    assert same >= len(definitions) - len(retold.unsayable) - 6, told
