"""What `build` writes, leaves and removes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

from projects import built, faults, registry, replace_in
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project


def files_of(project: Project) -> dict[str, bytes]:
    root = project.output
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_one_json_file_for_each_artifact(tmp_path: Path) -> None:
    """Every artifact has its file, a refused example stands apart, and the manifest tells the checksums."""
    project = registry(tmp_path)
    built(project)
    files = files_of(project)
    assert [
        "Bundle-envoi-exemple.json",
        "CodeSystem-cotes.json",
        "ImplementationGuide-exemple.fhir.registre.json",
        "Patient-patiente-exemple.json",
        "StructureDefinition-oreille-suivie.json",
        "StructureDefinition-registre-envoi.json",
        "StructureDefinition-registre-patient.json",
        "ValueSet-oreilles.json",
        "exemple.fhir.registre-0.2.0.tgz",
        "manifest.json",
        "refused/Patient-patient-sexe-inconnu.json",
    ] == list(files)
    manifest = json.loads(files["manifest.json"])
    assert {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name not in ("manifest.json", "exemple.fhir.registre-0.2.0.tgz")
    } == manifest["files"]


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the clock, on chance, or on what stood there before."""
    item, two = registry(tmp_path / "one"), registry(tmp_path / "two")
    built(item)
    built(two)
    built(two)
    assert files_of(item) == files_of(two)


def test_sorting_rows_changes_nothing(tmp_path: Path) -> None:
    """Sheets may be sorted and rows inserted: what does not depend on order stays as it is."""
    project = registry(tmp_path)
    built(project)
    before = files_of(project)
    for path in sorted(project.sources.glob("*.csv")):
        heading, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([heading, *sorted(rows, reverse=True)]) + "\n", encoding="utf-8", newline="\n")
    built(project)
    assert before == files_of(project)


def test_a_changed_cell_changes_what_depends_on_it(tmp_path: Path) -> None:
    """A title changes its own definition, the list of the guide and the manifest, and nothing else."""
    project = registry(tmp_path)
    built(project)
    replace_in(project, "Profils.csv", ";Patient du registre;", ";Personne du registre;")
    result = built(project)
    assert result.written is not None
    assert (
        "ImplementationGuide-exemple.fhir.registre.json",
        "StructureDefinition-registre-patient.json",
        "exemple.fhir.registre-0.2.0.tgz",
        "manifest.json",
    ) == result.written.changed


def test_what_is_no_longer_made_leaves_and_the_rest_stays(tmp_path: Path) -> None:
    """An artifact whose row is gone leaves `output/`; a file of somebody else stays there and is named."""
    project = registry(tmp_path)
    built(project)
    (project.output / "notes.txt").write_text("mine", encoding="utf-8")
    replace_in(
        project, "Exemples.csv", "envoi-exemple;Un envoi;A submission;registre-envoi;valide;;envoi-exemple.json\n", ""
    )
    result = build(project, site=False)
    assert result.written is not None
    assert ("Bundle-envoi-exemple.json",) == result.written.removed
    assert [("EX012", "Profils.csv › 3"), ("OU001", "output/notes.txt")] == result.report.brief()
    assert "mine" == (project.output / "notes.txt").read_text(encoding="utf-8")


def test_a_failed_build_writes_nothing(tmp_path: Path) -> None:
    """While an error stands the previous output stays whole."""
    project = registry(tmp_path)
    built(project)
    before = files_of(project)
    replace_in(project, "Éléments.csv", "Patient.birthDate;;1..1", "Patient.birthDat;;1..1")
    result = build(project, site=False)
    assert [("SD006", "Éléments.csv › B6")] == result.report.brief()
    assert before == files_of(project)
    assert result.written is None


def test_the_package_is_one_that_fhir_tools_read(tmp_path: Path) -> None:
    """Manifest, index and examples stand where the package specification wants them; no clock, no owner."""
    project = registry(tmp_path)
    built(project)
    packed = (project.output / "exemple.fhir.registre-0.2.0.tgz").read_bytes()
    assert b"\x00\x00\x00\x00" == packed[4:8], "no time in the header"
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(packed))) as archive:
        members = archive.getmembers()
        assert {(0, 0, 0, "")} == {(member.mtime, member.uid, member.gid, member.uname) for member in members}
        names = [member.name for member in members]
        manifest = json.load(archive.extractfile("package/package.json"))  # type: ignore[arg-type]
        index = json.load(archive.extractfile("package/.index.json"))  # type: ignore[arg-type]
    assert sorted(names) == names
    assert {"hl7.fhir.r4.core": "4.0.1"} == manifest["dependencies"]
    assert ("exemple.fhir.registre", "0.2.0", "20240315000000") == (
        manifest["name"],
        manifest["version"],
        manifest["date"],
    )
    assert "package/example/Patient-patiente-exemple.json" in names
    assert not any("sexe-inconnu" in name for name in names), "a refused example is no part of the package"
    assert {
        "filename": "StructureDefinition-oreille-suivie.json",
        "resourceType": "StructureDefinition",
        "id": "oreille-suivie",
        "url": "https://registre.example/fhir/StructureDefinition/oreille-suivie",
        "version": "0.2.0",
        "kind": "complex-type",
        "type": "Extension",
        "derivation": "constraint",
    } in index["files"]


def test_rows_by_status(tmp_path: Path) -> None:
    """A draft guide takes proposed rows; an active one leaves them out and says so; withdrawn rows are never taken."""
    project = registry(tmp_path)
    replace_in(project, "Profils.csv", "un patient.;What a centre sends: one patient.;validé", "x;x;proposé")
    built(project)
    assert (project.output / "StructureDefinition-registre-envoi.json").is_file()
    replace_in(project, "Guide.csv", "Statut;brouillon", "Statut;actif")
    # its rows of Elements go with it; an example is a thing of its own
    assert [("GU011", "Profils.csv › I3"), ("RF005", "Exemples.csv › D4")] == sorted(faults(project))
