"""The edition against what `output/` holds of the one before: ids that are gone or mean something else, units that
changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import definition_sheets
from tabellion.diagnostics import Place, Report, rule
from tabellion.elements.choices import is_choice, stem_of, type_in
from tabellion.elements.paths import Segment, name_of, rooted, segments_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.former_edition import FilesRead, FormerEdition, former_edition, slices_of, units_of
from tabellion.pipeline.soundness import Soundness
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row

PUBLISHED_ID_MISSING = rule(
    "ED004",
    "published-id-missing",
    "warning",
    "business-rule",
    fr="« {value} » était publié, ne l'est plus, et ni « Renommages » ni « Retraits » ne le mentionnent",
    en="`{value}` was published and no longer is, but neither `Renamings` nor `Removals` mentions it",
    help_fr="ajoutez une ligne à « Renommages » s'il a un autre nom, à « Retraits » s'il n'existe plus",
    help_en="add a row to `Renamings` if it has another name, to `Removals` if it no longer exists",
)
ID_OF_ANOTHER_MEANING = rule(
    "ED005",
    "id-of-another-meaning",
    "warning",
    "business-rule",
    fr="« {value} » désignait {before}, et désigne maintenant {now}",
    en="`{value}` meant {before}, and now means {now}",
    help_fr="donnez un nouvel identifiant à ce qui est nouveau, et indiquez dans « Retraits » ce qui remplace l'ancien",
    help_en="give what is new a new id, and state in `Removals` what replaces the former one",
)
UNIT_CHANGED = rule(
    "ED006",
    "unit-changed",
    "warning",
    "business-rule",
    fr="l'unité {element:de} était « {before} » et devient « {value} » dans « {profile} »",
    en="the unit of {element} was `{before}` and becomes `{value}` in `{profile}`",
    help_fr="relisez chaque valeur des cellules citées : elle était dans l'ancienne unité",
    help_en="read again every value of the cells named: it was in the former unit",
)


def compare_with_before(
    edition: Edition, folder: Path, files_read: FilesRead, sound: Soundness, report: Report
) -> FormerEdition:
    """What a reader of the former edition must be told, and the tables do not say. The first build compares nothing.

    What is given knows the former definitions that findings are about: the next build is compared with them too.
    """
    former = former_edition(folder, edition.info.version, files_read)
    now = {artifact.reference: artifact for artifact in edition.artifacts if not artifact.is_example}
    explained = {*_explained(edition), *_declared(edition)}
    whole = dict.fromkeys(definition_sheets().values(), True)
    for key, made in definition_sheets().items():
        whole[made] = whole[made] and edition.faults.is_whole(key, "id")
    new = [artifact.id for reference, artifact in now.items() if reference not in former.references]
    for reference in former.references:
        artifact, resource, known = now.get(reference), former.resource(reference), len(report)
        if artifact is not None:
            _compare_meaning(artifact, resource, report)
            if artifact.type == "StructureDefinition" and sound.definition(artifact):
                _compare_units(artifact, resource, edition, report)
                _compare_slices(artifact, resource, edition, report)
        elif whole[reference.partition("/")[0]] and not {reference, reference.partition("/")[2]} & explained:
            report.add(
                PUBLISHED_ID_MISSING,
                _sheet(edition),
                value=reference,
                suggestion=nearest(reference.partition("/")[2], new),
            )
        if len(report) > known:
            former.keep(reference, resource)
    return former


def _explained(edition: Edition) -> Iterator[str]:
    """What the sheets say of artifacts as a whole, as they name them: `id` or `Type/id`."""
    for sheet, name, path in (("renamings", "old_artifact", "old_path"), ("removals", "artifact", "path")):
        yield from (row[name] for row in edition.rows(sheet) if row[name] and not row[path])


def _declared(edition: Edition) -> Iterator[str]:
    """What rows declare as `Type/id`, made or not for their faults, or not taken yet, which is told at their status."""
    for key, resource_type in definition_sheets().items():
        waiting = (row for row in edition.faults.rows_left_out(key) if row["status"] != "withdrawn")
        yield from (f"{resource_type}/{row['id']}" for row in (*edition.rows(key), *waiting) if row["id"])


def _sheet(edition: Edition) -> Place:
    """The sheet where a removal is said, else the cell that names the edition."""
    rows = [*edition.rows("removals"), *edition.rows("renamings")]
    return Place(rows[0].place.file, rows[0].place.sheet) if rows else edition.info.place("version")


def _compare_meaning(artifact: Artifact, former: Json, report: Report) -> None:
    """An id means the same as long as its type and its OID stay, and its name or its title."""
    resource = artifact.resource
    for keys in (("type",), ("kind",), ("identifier",), ("name", "title")):
        then, now = [former.get(key) for key in keys], [resource.get(key) for key in keys]
        if all(a is not None and b is not None and a != b for a, b in zip(then, now, strict=True)):
            row = artifact.row
            cells = tuple(row.at(key) for key in keys if key in row) if row is not None else ()
            report.add(
                ID_OF_ANOTHER_MEANING,
                row.at("id") if row is not None else artifact.place,
                value=artifact.id,
                before=_shown(then),
                now=_shown(now),
                related=cells,
            )
            return


def _shown(values: Iterable[Any]) -> str:
    texts = []
    for value in values:
        if isinstance(value, list):
            texts += [str(item.get("value")) for item in value if isinstance(item, dict)]
        else:
            texts.append(str(value))
    return " – ".join(texts)


def _compare_slices(artifact: Artifact, former: Json, edition: Edition, report: Report) -> None:
    """Slices that were published have an address of their own, which leads somewhere or is said to lead nowhere."""
    said = {
        row[path]
        for sheet, name, path in (("renamings", "old_artifact", "old_path"), ("removals", "artifact", "path"))
        for row in edition.rows(sheet)
        if row[name] in (artifact.id, artifact.reference) and row[path]
    }
    now = {element["id"] for element in artifact.resource["snapshot"]["element"]}
    for name in dict.fromkeys(slices_of(former)):
        if name not in now and name.rpartition(".")[0] in now and name not in said:
            slices = [item for item in now if item.rpartition(":")[0] == name.rpartition(":")[0]]
            report.add(
                PUBLISHED_ID_MISSING, artifact.place, value=f"{artifact.id} › {name}", suggestion=nearest(name, slices)
            )


def _compare_units(artifact: Artifact, former: Json, edition: Edition, report: Report) -> None:
    """The unit that a profile fixes for an element (R4 ElementDefinition.pattern[x]) against the former one."""
    then, now = units_of(former), units_of(artifact.resource)
    for element, code in now.items():
        if element in then and then[element] != code:
            cells = artifact.origin(element, "pattern") or artifact.origin(element) or (artifact.place,)
            related = dict.fromkeys(place for place in _values(artifact, element, edition) if place != cells[0])
            report.add(
                UNIT_CHANGED,
                cells[0],
                value=code,
                before=then[element],
                element=element,
                profile=artifact.id,
                related=tuple(related),
            )


def _values(artifact: Artifact, element: str, edition: Edition) -> Iterator[Place]:
    """The cells that hold values of an element of a profile: the plausible range of a measure and examples of its data
    where the element is its value, the limits and examples of rows of Elements, values of examples."""
    named = set(artifact.row.many("measure")) if artifact.row is not None else set()
    is_value = name_of(element) in ("value[x]", "valueQuantity")
    for row in edition.rows("measures") if is_value else ():
        if row["id"] in named or row["profile"] == artifact.id:
            named.add(row["id"])
            yield from _filled(row, "unit", "min", "max")
    for row in edition.rows("data") if is_value else ():
        if named & set(row.many("measure")) and row["type"] == "quantity":
            yield from _filled(row, "example")
    for row in edition.rows("elements"):
        if artifact.id in row.many("profile") and _leads_to(
            element, _names(rooted(row["path"] or "", str(artifact.resource["type"])))
        ):
            yield from _filled(row, "example", "min_value", "max_value")
    for example in edition.of("example"):
        if example.row is not None and artifact.id in example.row.many("profile"):
            for (_, pointer), places in example.origins.items():
                if _leads_to(element, [step for step in pointer.split("/") if step and not step.isdigit()]):
                    yield from places[:1]


def _names(path: str) -> list[str]:
    """The properties that a path leads through, below the root."""
    return [segment.slice_name if is_choice(segment.name) else segment.name for segment in segments_of(path)][1:]


def _leads_to(element: str, properties: list[str]) -> bool:
    """Whether properties lead to an element, to what holds it or to what it holds."""
    wanted = segments_of(element)[1:]
    return bool(properties) and all(_is_at(*pair) for pair in zip(wanted, properties, strict=False))


def _is_at(segment: Segment, name: str) -> bool:
    """Whether a property is that of a segment; a choice has several, and `""` stands for any."""
    if not is_choice(segment.name):
        return name == segment.name
    if segment.slice_name and name:
        return name == segment.slice_name
    return not name or bool(type_in(name, stem_of(segment.name)))


def _filled(row: Row, *keys: str) -> Iterator[Place]:
    yield from (row.at(key) for key in keys if row[key] is not None)
