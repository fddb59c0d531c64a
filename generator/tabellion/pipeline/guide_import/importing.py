"""Takes over an existing guide: reads its package, makes workbooks of it, and lists what these do not say."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.imported_guide import ImportedGuide, reference_of
from tabellion.artifacts.kinds import kinds
from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.fhir.adding import package_files
from tabellion.fhir.json import Json, dumps
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import Package
from tabellion.fhir.versions import R4
from tabellion.pipeline.guide_import.guide_rows import guide_rows, reception_rows
from tabellion.pipeline.guide_import.losses import Loss, losses
from tabellion.pipeline.guide_import.published import IMPLEMENTATION_GUIDE, read_published
from tabellion.pipeline.new_project.files import project_files
from tabellion.pipeline.new_project.project import has_room, write_project
from tabellion.pipeline.project import Project, read_edition
from tabellion.snapshot import SnapshotGenerator

RESOURCE_NOT_CARRIED = rule(
    "IM001",
    "resource-not-carried",
    "warning",
    "not-supported",
    fr="{resource} n'entre pas dans les tables : {reason}",
    en="{resource} does not enter the tables: {reason}",
    help_fr="le guide refait est sans elle ; gardez-la à côté si vous en avez besoin",
    help_en="the guide made again is without it; keep it beside if you need it",
)
FACETS_NOT_CARRIED = rule(
    "IM002",
    "facets-not-carried",
    "warning",
    "not-supported",
    fr="les tables ne refont pas tout {resource:de} ; différences : {count} ({paths})",
    en="the tables do not make all of {resource} again; differences: {count} ({paths})",
    help_fr="le fichier {list} les donne une à une, avec ce qui était publié et ce qui est refait",
    help_en="the file {list} gives each, with what was published and what is made",
)
MOST_PATHS = 4
LIST = "not-carried.csv"
COLUMNS = ("resource", "path", "published", "made")
NO_TABLE = Term("aucune feuille ne peut la dire", "no sheet can say it")
REFUSED = Term(
    "ses lignes ont une erreur, que « tabellion check » montre", "its rows have an error, which `tabellion check` shows"
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: the names of the files, the rows of each sheet by its key, how many errors a check of them
    finds."""

    files: tuple[str, ...]
    rows: Mapping[str, int]
    errors: int


def import_guide(
    package: Package, folder: Path, report: Report, lang: str | None = None, needed: Sequence[Package] = ()
) -> Imported | None:
    """Write a project whose tables make the guide of a package again; `None` with a fault in the report.

    `needed` are packages that it depends on, which are put into the project's folder of packages.

    `folder` is made, or has to be empty. What the tables do not say is a warning at its place, and stands in the file
    `not-carried.csv`. The tables are read back and made into resources before anything is written, which is what is
    compared. The same package gives the same bytes.
    """
    if not has_room(folder, report):
        return None
    guide, resource = read_published(package, lang)
    definitions = [item for item in guide.resources if item["resourceType"] != IMPLEMENTATION_GUIDE]
    without_table = [reference_of(item) for item in definitions if not _add_rows(item, guide)]
    rows = {"guide": guide_rows(guide, resource, package)} | guide.rows
    files = project_files(rows, (guide.lang, *guide.others), reception_rows(resource, package))
    files |= {f"sources/examples/{name}": dumps(item).encode("utf-8") for name, item in guide.files.items()}
    files |= {f"packages/{name}": content for other in needed for name, content in package_files(other).items()}
    checked = Report()
    lost = _losses(guide, _made(files, checked), [package, *needed], frozenset(without_table))
    _tell(lost, without_table, report)
    written = write_project(folder, files | {LIST: _listed(lost, without_table)}, report)
    if not written:
        return None
    errors = sum(finding.severity == "error" for finding in checked)
    return Imported(written, {key: len(found) for key, found in rows.items() if found}, errors)


def _add_rows(resource: Json, guide: ImportedGuide) -> bool:
    """Have every kind add the rows that it makes of a resource; `False` where none makes the resource again."""
    is_example = reference_of(resource) in guide.examples
    added = [kind.rows_of(resource, guide) for kind in kinds() if kind.instances == is_example]
    return any(added)


def _made(files: Mapping[str, bytes], report: Report) -> Edition | None:
    """The edition that the files of a project make, read as they will be from the disk."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return read_edition(Project(Path(folder)), report)[0]


def _losses(
    guide: ImportedGuide, edition: Edition | None, packages: Sequence[Package], without_table: Container[str]
) -> dict[str, list[Loss] | None]:
    """What the tables do not say of each resource that has rows; `None` of one that its rows do not make."""
    below = PackageResolver(None, Report(), fetch=False).definitions_over(
        packages, next(iter(packages[0].fhir_versions), R4.number)
    )
    snapshots = SnapshotGenerator(below) if below is not None else None
    found: dict[str, list[Loss] | None] = {}
    for resource in guide.resources:
        reference = reference_of(resource)
        if resource["resourceType"] == IMPLEMENTATION_GUIDE or reference in without_table:
            continue
        artifact = edition.by_reference.get(reference) if edition is not None else None
        if artifact is None:
            found[reference] = None
        elif reference in guide.examples:
            found[reference] = []
        else:
            is_structure = artifact.type == "StructureDefinition"
            elements = snapshots.generate(resource).elements if snapshots is not None and is_structure else []
            found[reference] = list(losses(resource, artifact.resource, elements))
    return found


def _tell(lost: Mapping[str, list[Loss] | None], without_table: Iterable[str], report: Report) -> None:
    for reference in without_table:
        report.add(RESOURCE_NOT_CARRIED, Place(reference), resource=reference, reason=NO_TABLE)
    for reference, found in lost.items():
        if found is None:
            report.add(RESOURCE_NOT_CARRIED, Place(reference), resource=reference, reason=REFUSED)
        elif found:
            paths = list(dict.fromkeys(loss.path for loss in found))
            shown = ", ".join(paths[:MOST_PATHS]) + (", …" if len(paths) > MOST_PATHS else "")
            report.add(
                FACETS_NOT_CARRIED, Place(reference), resource=reference, count=len(found), paths=shown, list=LIST
            )


def _listed(lost: Mapping[str, list[Loss] | None], without_table: Iterable[str]) -> bytes:
    """The list as a CSV file (RFC 4180); a resource that is not made at all has a row without path."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows((reference, "", "", "") for reference in without_table)
    for reference, found in lost.items():
        writer.writerows((reference, *loss) for loss in ([Loss("", "", "")] if found is None else found))
    return out.getvalue().encode("utf-8")
