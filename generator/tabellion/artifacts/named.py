"""What cells name other than a row by its id: types, elements, value sets, codes, requests, faults, business data.

A column says by `Column.names` which of them its values name; `NAMED` has the check of each.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from tabellion.artifacts.code_existence import lacks, report_lack
from tabellion.artifacts.resource_types import check_resource
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.systems import check_code
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule, rules
from tabellion.elements.paths import path_of, root_of, rooted, short_form
from tabellion.fhir.definitions import TYPE_ROOT, type_definition
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.headings import fold
from tabellion.tables.literals import ID
from tabellion.tables.table import Row

UNKNOWN_BUSINESS_DATUM = rule(
    "RF010",
    "unknown-business-datum",
    "error",
    "not-found",
    fr="« {value} » n'est l'identifiant d'aucune donnée de la feuille Données",
    en="`{value}` is the id of no data item of the sheet Data",
    help_fr="ajoutez la donnée, ou corrigez l'identifiant",
    help_en="add the data item, or fix the id",
)
PATH_TO_NO_ELEMENT = rule(
    "RF011",
    "path-to-no-element",
    "error",
    "not-found",
    fr="« {value} » ne mène à aucun élément de FHIR",
    en="`{value}` leads to no element of FHIR",
    help_fr="écrivez l'identifiant FHIR de l'élément, ex. Observation.value[x]",
    help_en="write the FHIR id of the element, for instance Observation.value[x]",
)
REQUEST_OF_NO_EXAMPLE = rule(
    "RF012",
    "request-of-no-example",
    "error",
    "not-found",
    fr="« {value} » n'est ni l'identifiant d'un exemple, ni une requête",
    en="`{value}` is neither the id of an example nor a request",
    help_fr="ajoutez l'exemple, corrigez son identifiant, ou écrivez une requête, ex. GET [base]/Observation?code=x",
    help_en="add the example, fix its id, or write a request, for instance GET [base]/Observation?code=x",
)
UNKNOWN_EXPECTED_FAULT = rule(
    "RF013",
    "unknown-expected-fault",
    "error",
    "not-found",
    fr="« {value} » n'est ni un invariant, ni le code d'une règle",
    en="`{value}` is neither an invariant nor the code of a rule",
    help_fr="écrivez la clé de l'invariant, ou un code tel que VA012 (« tabellion explain » les décrit)",
    help_en="write the key of the invariant, or a code such as VA012 (`tabellion explain` describes them)",
)

LAST = frozenset({"element", "value-set"})
Check = Callable[[str, Row, Place, Workspace], None]


def check_named(workspace: Workspace) -> None:
    """Report every cell that names something which is not there, but for what `check_named_last` looks at."""
    _check(workspace, NAMED.keys() - LAST)


def check_named_last(workspace: Workspace) -> None:
    """The same for elements and value sets, once everything is made: what was told of a cell by then is not told
    again."""
    _check(workspace, LAST)


def _check(workspace: Workspace, names: Container[str]) -> None:
    for table in workspace.tables.values():
        for column in table.sheet.columns:
            if not column.names or column.names not in names:
                continue
            check = NAMED[column.names]
            for row in table.rows:
                for value in row.many(column.key):
                    if not workspace.faults.is_at(row, column.key):
                        check(value, row, row.at(column.key), workspace)


def _business_datum(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    """A datum of the guide's insurer; a guide without the sheet maps its elements to what others have."""
    known = workspace.by_id("data")
    if value in known or not workspace.rows("data") or not workspace.faults.is_absent(value, ("data",), place):
        return
    near = workspace.nearest(value, "ids of data", lambda: known)
    workspace.report.add(UNKNOWN_BUSINESS_DATUM, place, value=value, suggestion=near)


def _resource(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    check_resource(value, place, workspace)


def _element(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    """An element of a type of FHIR, slices left out: which of them there are is known where profiles are made."""
    types = [root_of(value)] if value[:1].isupper() else sorted(_profiled_types(workspace))
    indexes = [_index(name, workspace) for name in types]
    if value[:1].islower() and not types:
        return  # no profile was read that it could be an element of
    if any(index is not None and _leads_somewhere(value, index) for index in indexes):
        return
    near = next((found for index in indexes if index for found in index.nearest(rooted(value, index.root), 1)), None)
    suggestion = short_form(near) if near is not None else None
    workspace.report.add(PATH_TO_NO_ELEMENT, place, value=value, suggestion=suggestion)


def _leads_somewhere(value: str, index: SnapshotIndex) -> bool:
    full = path_of(rooted(value, index.root))
    return full in index or index.normalized(full) is not None


def _profiled_types(workspace: Workspace) -> set[str]:
    return {row["type"] for row in workspace.rows("profiles") if row["type"]}


def _index(type_name: str, workspace: Workspace) -> SnapshotIndex | None:
    if type_definition(workspace.packages, type_name) is None:
        return None
    return SnapshotIndex(workspace.snapshots, TYPE_ROOT + type_name)


def _value_set(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    """A value set of the guide, by its title as well; else one that an address names."""
    titles = (text for item in workspace.rows("valuesets") for text in item.text("title").texts.values())
    if fold(value) not in map(fold, titles):
        value_set_url(value, place, workspace)


def _coding(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    """`system#code`: the system is known, and has the code as far as it is at hand."""
    system, _, code = value.partition("#")
    url = system_url(system.strip(), place, workspace)
    if url is not None and lacks(url, code.strip(), workspace):
        report_lack(url, code.strip(), place, workspace)


def _code(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    """A code of the system that the row names."""
    url = workspace.systems.url(row["system"] or "")
    if url is not None and lacks(url, value, workspace):
        report_lack(url, value, place, workspace)
    elif url is not None:
        check_code(url, value, place, workspace.report)


def _example_or_request(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    known = workspace.by_id("examples")
    if not ID.fullmatch(value) or value in known or value in workspace.by_id("errors"):
        return
    if workspace.faults.is_absent(value, ("examples",), place):
        near = workspace.nearest(value, "ids of examples", lambda: known)
        workspace.report.add(REQUEST_OF_NO_EXAMPLE, place, value=value, suggestion=near)


def _fault(value: str, row: Row, place: Place, workspace: Workspace) -> None:
    """The invariant of the guide or of its packages, or the rule of the program, that an example breaks."""
    own = workspace.by_id("invariants")
    if value in own or value in {item.code for item in rules()} or value in set(_keys(workspace)):
        return
    if workspace.faults.is_absent(value, ("invariants",), place):
        near = workspace.nearest(value, "faults of examples", lambda: [*own, *(item.code for item in rules())])
        workspace.report.add(UNKNOWN_EXPECTED_FAULT, place, value=value, suggestion=near)


def _keys(workspace: Workspace) -> Iterator[str]:
    """The keys of the invariants that the definitions of the packages state."""
    for definition in workspace.packages.all("StructureDefinition"):
        for element in definition.get("snapshot", {}).get("element", ()):
            for constraint in element.get("constraint", ()):
                yield constraint.get("key", "")


NAMED: Mapping[str, Check] = {
    "business-datum": _business_datum,
    "resource": _resource,
    "element": _element,
    "value-set": _value_set,
    "coding": _coding,
    "code": _code,
    "example-or-request": _example_or_request,
    "fault": _fault,
}
