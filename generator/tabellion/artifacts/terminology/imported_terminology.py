"""The rows that say what published code systems, value sets and concept maps hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tabellion.artifacts.imported_guide import Cells, ImportedGuide
from tabellion.artifacts.terminology.concept_properties import KEYS
from tabellion.artifacts.terminology.rule_lines import LISTS
from tabellion.artifacts.terminology.sheets.code_systems import CODE_SYSTEMS
from tabellion.artifacts.terminology.sheets.concept_maps import CONCEPT_MAPS
from tabellion.artifacts.terminology.sheets.concepts import CONCEPTS
from tabellion.artifacts.terminology.sheets.mappings import MAPPINGS
from tabellion.artifacts.terminology.sheets.system_concepts import SYSTEM_CONCEPTS
from tabellion.artifacts.terminology.sheets.value_sets import VALUE_SETS
from tabellion.fhir.json import Json
from tabellion.tables.columns import Sheet
from tabellion.terminology.code_system import REPLACED_BY

OID = "urn:oid:"
OWNED = ("version", "publisher")
OF_COLUMNS = {"status": "code_status", "effectiveDate": "start", "retirementDate": "end"}
"""Properties of concepts that have a column of their own."""
CONTENTS = {choice.value for choice in CODE_SYSTEMS.column("content").choices}
CODE_STATUSES = {choice.value for choice in SYSTEM_CONCEPTS.column("code_status").choices}


def code_system_rows(system: Json, guide: ImportedGuide) -> bool:
    """Add the rows of a code system and of its concepts, each below its parent; `False` for a supplement."""
    if system["resourceType"] != "CodeSystem" or system.get("content") not in CONTENTS:
        return False
    cells = _described(system, CODE_SYSTEMS, guide)
    cells["content"] = system["content"]
    guide.add(CODE_SYSTEMS, cells)
    for concept, parent in _concepts(system.get("concept", ()), None):
        row: Cells = {"system": system["id"], "code": concept["code"], "parent": parent}
        row |= _label(concept, "display", guide)
        row["display"] = row["display"] or concept["code"]
        row |= guide.text(concept, "definition") | _properties(concept)
        row["replaced_by"] = _replacement(concept, system.get("url"))
        guide.add(SYSTEM_CONCEPTS, row)
    return True


def value_set_rows(value_set: Json, guide: ImportedGuide) -> bool:
    """Add the rows of a value set: of each code that it lists, and a line for each other include and exclude."""
    if value_set["resourceType"] != "ValueSet":
        return False
    cells = _described(value_set, VALUE_SETS, guide)
    compose = value_set.get("compose", {})
    lines = []
    order = 0
    for include in compose.get("include", ()):
        if "concept" not in include:
            lines.append(_line(include, guide))
            continue
        # what a system of this guide calls its code is our own label, what another calls it the official one
        called = "label" if guide.defines(include.get("system", ""), "CodeSystem") else "display"
        for concept in include["concept"]:
            order += 1
            row: Cells = {"valueset": value_set["id"], "system": guide.system(include.get("system", ""))}
            row |= {"code": concept["code"], "order": order} | _designations(concept, "label", guide)
            row[called] = concept.get("display")
            guide.add(CONCEPTS, row)
    lines += [f"except {line}" for exclude in compose.get("exclude", ()) for line in _excluded(exclude, guide)]
    cells["rule"] = "\n".join(filter(None, lines))
    cells["kind"] = "rule" if cells["rule"] and not order else "enumerated"
    guide.add(VALUE_SETS, cells)
    return True


def concept_map_rows(concept_map: Json, guide: ImportedGuide) -> bool:
    """Add the rows of a concept map, one for each target of each code."""
    if concept_map["resourceType"] != "ConceptMap":
        return False
    cells = _described(concept_map, CONCEPT_MAPS, guide)
    for side in ("source", "target"):
        url = concept_map.get(f"{side}Canonical") or concept_map.get(f"{side}Uri") or ""
        cells[side] = guide.name_of(url, "ValueSet")
    guide.add(CONCEPT_MAPS, cells)
    for group in concept_map.get("group", ()):
        systems = {f"{side}_system": guide.system(group.get(side, "")) for side in ("source", "target")}
        for element in group.get("element", ()):
            for target in element.get("target", ()) or ({"equivalence": "unmatched"},):
                row: Cells = {"map": concept_map["id"], "source_code": element.get("code")} | systems
                row |= guide.text(element, "display", "source_label") | guide.text(target, "display", "target_label")
                row |= {"target_code": target.get("code"), "equivalence": target.get("equivalence")}
                guide.add(MAPPINGS, row | guide.text(target, "comment"))
    return True


def _described(resource: Json, sheet: Sheet, guide: ImportedGuide) -> Cells:
    """The cells of the header of terminology: owner and version at the addresses of others alone, the OID with all."""
    cells = guide.header(resource, sheet)
    if cells.get("url"):
        cells |= {key: resource.get(key) for key in OWNED if any(column.key == key for column in sheet.columns)}
    stated = resource.get("identifier", [])
    oids = [str(item.get("value")) for item in (stated if isinstance(stated, list) else [stated])]
    return cells | {"oid": next((oid.removeprefix(OID) for oid in oids if oid.startswith(OID)), None)}


def _concepts(concepts: Iterable[Json], parent: str | None) -> Iterator[tuple[Json, str | None]]:
    """Every concept of a hierarchy, however deep, after the one that it stands below."""
    waiting = [(concept, parent) for concept in concepts][::-1]
    while waiting:
        concept, above = waiting.pop()
        yield concept, above
        waiting += [(below, concept["code"]) for below in concept.get("concept", ())][::-1]


def _label(concept: Json, column: str, guide: ImportedGuide) -> Cells:
    """The display of a concept, and its designations in the other languages of the guide."""
    return _designations(concept, column, guide) | {column: concept.get("display")}


def _designations(concept: Json, column: str, guide: ImportedGuide) -> Cells:
    """The designations of a concept in the languages of the guide, the first of each."""
    cells: Cells = {}
    for designation in concept.get("designation", ()):
        lang = designation.get("language")
        if lang in (guide.lang, *guide.others):
            cells.setdefault(column if lang == guide.lang else f"{column}::{lang}", designation["value"])
    return cells


def _properties(concept: Json) -> Cells:
    """The properties of a concept: in the columns that are made for them, the others as `name = value`."""
    cells: Cells = {}
    lines = []
    for item in concept.get("property", ()):
        value: Any = next((item[key] for key in KEYS.values() if key in item), None)
        if value is None:
            continue
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        column = OF_COLUMNS.get(item["code"])
        is_date = column in ("start", "end") and len(text) == len("2022-01-01")
        if column is not None and column not in cells and (is_date or text in CODE_STATUSES):
            cells[column] = text
        else:
            lines.append(f"{item['code']} = {text}")
    return cells | {"properties": "\n".join(lines)}


def _replacement(concept: Json, url: str | None) -> str | None:
    """The code of the same system that is to be used instead of a concept (extension codesystem-replacedby)."""
    codings = [item.get("valueCoding", {}) for item in concept.get("extension", ()) if item.get("url") == REPLACED_BY]
    return next((coding.get("code") for coding in codings if coding.get("system") in (None, url)), None)


def _line(include: Json, guide: ImportedGuide) -> str:
    """A line of the column Rule for an include without codes of its own."""
    sets = [f"valueset {guide.name_of(url, 'ValueSet')}" for url in include.get("valueSet", ())]
    if "system" not in include:
        return " and ".join(sets)
    conditions = [f"{item['property']} {item['op']} {_quoted(item)}" for item in include.get("filter", ())] + sets
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"{guide.system(include['system'])}{where}"


def _excluded(exclude: Json, guide: ImportedGuide) -> list[str]:
    """The lines that take codes away: those of a list one by one, which a condition on the code says."""
    if "concept" not in exclude:
        return [_line(exclude, guide)]
    system = guide.system(exclude.get("system", ""))
    return [f"{system} where code = {concept['code']}" for concept in exclude["concept"]]


def _quoted(condition: Json) -> str:
    value = str(condition["value"])
    if condition["op"] in LISTS:
        return value.replace(",", ", ")
    return f'"{value}"' if not value or any(mark in value for mark in " «“'\"") else value
