"""What the terminology centre says of a profile's elements: codes, units and value sets, as statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tabellion.artifacts.code_existence import excludes
from tabellion.artifacts.profile.draft import Draft
from tabellion.artifacts.profile.element_ids import full_id
from tabellion.artifacts.profile.element_rows import rows_about
from tabellion.artifacts.profile.statements import Statement
from tabellion.artifacts.profile.structure import CODE_FOR_ELEMENT_WITHOUT_CODES
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.systems import UCUM, check_code
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.elements.choices import is_choice
from tabellion.elements.codings import codings_in, constants_of_type, text_of
from tabellion.elements.paths import is_at_or_below, name_of, parent_of, rooted
from tabellion.elements.values import value_of
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.headings import differ_by_a_slip
from tabellion.tables.table import Row, State
from tabellion.terminology.loinc import SYSTEM as LOINC
from tabellion.terminology.vital_signs import PROFILES

CODE_OTHER_THAN_PARENTS = rule(
    "SD014",
    "code-other-than-parents",
    "error",
    "code-invalid",
    fr="la définition de base fixe déjà le code {fixed} pour {element} ; la ligne indique {value}",
    en="the base definition fixes the code {fixed} for {element} already; the row says {value}",
    help_fr="corrigez le code, ou donnez à la ligne le rôle « alternatif »",
    help_en="fix the code, or give the row the role `alternative`",
)
SEVERAL_UNITS_WITHOUT_VALUE_SET = rule(
    "SD016",
    "several-units-without-value-set",
    "error",
    fr="plusieurs unités sont permises pour {element}, mais aucun jeu de valeurs n'est lié à son code",
    en="several units are allowed for {element}, but no value set is bound to its code",
    help_fr="liez à {element}.code un jeu de valeurs qui les contient, ou gardez une seule unité",
    help_en="bind a value set that holds them to {element}.code, or keep a single unit",
)
UNIT_OUTSIDE_VALUE_SET = rule(
    "SD017",
    "unit-outside-value-set",
    "error",
    "code-invalid",
    fr="l'unité « {value} » n'est pas dans le jeu de valeurs lié à {element}.code",
    en="the unit `{value}` is not in the value set bound to {element}.code",
    help_fr="ajoutez-la au jeu de valeurs, ou retirez la ligne",
    help_en="add it to the value set, or remove the row",
)

CODE_NO_LONGER_IN_USE = rule(
    "CS011",
    "code-no-longer-in-use",
    "warning",
    "code-invalid",
    fr="le code « {value} » est fixé, mais son statut est « {status} »",
    en="the code `{value}` is fixed, but its status is `{status}`",
    help_fr="fixez le code qui le remplace, ou donnez à la ligne le rôle « alternatif »",
    help_en="fix the code that replaces it, or give the row the role `alternative`",
)

VITAL_SIGN_OF_ANOTHER_PARENT = rule(
    "SD051",
    "vital-sign-of-another-parent",
    "warning",
    "business-rule",
    fr="FHIR soumet toute Observation qui porte {value} au profil « {needed} », dont celui-ci ne dérive pas",
    en="FHIR holds every Observation with {value} to the profile `{needed}`, from which this one does not derive",
    help_fr="donnez-lui « {needed} » pour profil parent : ses règles valent de toute façon pour les messages",
    help_en="give it `{needed}` as its parent: its rules hold for the messages in any case",
)

LONGEST_LOINC = 9  # seven digits, a hyphen, the check digit
CODED = ("CodeableConcept", "Coding", "code", "uri", "string")


def _path(row: Row, draft: Draft, default: str) -> str:
    path: str | None = row["path"]
    return default if path is None else rooted(path, draft.type)


def _rows(
    sheet: str, draft: Draft, workspace: Workspace, index: SnapshotIndex, default: str
) -> Iterator[tuple[Row, str]]:
    """The rows of a sheet about this profile, with the id of their element in full."""
    for row in rows_about(sheet, draft.id, workspace):
        if row.state("path") is State.UNREAD:
            continue
        path = _path(row, draft, default)
        everywhere = row.many("target") == ("*",)
        if (everywhere or row["path"] is None) and index.normalized(path) is None and path not in index:
            continue  # a row about all profiles, or about the usual place of a code, says nothing where there is none
        element = full_id(path, row.at("path"), draft, index, workspace)
        if element is not None:
            yield row, element


def state_codes(draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """Fixed codes, as patterns; a code that the parent fixes already is checked and not repeated."""
    for row, element in _rows("codes", draft, workspace, index, f"{draft.type}.code"):
        system = workspace.systems.url(row["system"] or "")
        if system is None or not row["code"] or row["role"] == "alternative":
            continue
        place = row.at("code")
        if element == "Observation.code" and system == LOINC:
            _check_vital_sign(row["code"], place, draft, workspace)
        fixed = _fixed_codes(element, draft)
        if (system, row["code"]) in fixed or ("", row["code"]) in fixed:
            draft.statements.append(Statement(element, "code", (system, row["code"]), place))
            continue
        if fixed:
            shown = ", ".join(f"{item[1]}" for item in fixed)
            workspace.report.add(CODE_OTHER_THAN_PARENTS, place, value=row["code"], fixed=shown, element=element)
            continue
        _state_pattern(element, {"system": system, "code": row["code"]}, place, draft, index, workspace)


def _check_vital_sign(code: str, place: Place, draft: Draft, workspace: Workspace) -> None:
    """A profile of a code for which FHIR has a profile of its own derives from that."""
    name = PROFILES.get(code)
    address = f"{TYPE_ROOT}{name}"
    if name is None or workspace.definitions.get(address, "StructureDefinition") is None:
        return
    above: dict[str, None] = {}
    parent = draft.parent
    while parent and parent not in above:
        above[parent] = None
        definition = workspace.definitions.get(parent, "StructureDefinition")
        parent = str((definition or {}).get("baseDefinition", ""))
    if address not in above:
        workspace.report.add(VITAL_SIGN_OF_ANOTHER_PARENT, place, value=code, needed=name, suggestion=address)


def _state_pattern(
    element: str, coding: Json, place: Place, draft: Draft, index: SnapshotIndex, workspace: Workspace
) -> None:
    types = _types(element, draft, index)
    codes = [item["code"] for item in types]
    code = next((item for item in CODED if item in codes), None)
    if code is None:
        workspace.report.add(CODE_FOR_ELEMENT_WITHOUT_CODES, place, element=element, type=" | ".join(codes))
        return
    value: Any = coding
    if code == "CodeableConcept":
        value = {"coding": [coding]}
    elif code != "Coding":
        value = coding["code"]
    draft.statements.append(Statement(element, "pattern", (code, value), place))


def _types(element: str, draft: Draft, index: SnapshotIndex) -> list[Json]:
    stated = next(filter(None, draft.stated(element, "type")), None)
    found: list[Json] = stated or (index.get(element) or {}).get("type", [])
    return found


def _fixed_codes(element: str, draft: Draft) -> list[tuple[str, str]]:
    """The codes (system, code) that the parent fixes at an element or below it."""
    found: list[tuple[str, str]] = []
    for one_id, item in draft.parent_elements.items():
        if is_at_or_below(one_id, element):
            found += [
                (str(coding.get("system", "")), str(coding["code"]))
                for value in constants_of_type(item, "CodeableConcept", "Coding")
                for coding in codings_in(value)
                if "code" in coding
            ]
            stated = value_of(item, "fixed")
            if stated is not None and stated.type == "Code" and name_of(one_id) == "code":
                system = draft.parent_elements.get(f"{parent_of(one_id)}.system")
                found.append((text_of(system), str(stated.value)))
    return list(dict.fromkeys(found))


def state_units(draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """One unit as a pattern of its Quantity; several are held by the value set bound to the Quantity's code."""
    usual = f"{draft.type}.value[x]"
    in_parent = f"{usual}:valueQuantity"
    default = in_parent if in_parent in draft.parent_elements else usual
    found: dict[str, list[Row]] = {}
    for row, element in _rows("units", draft, workspace, index, default):
        if row["code"]:
            found.setdefault(element, []).append(row)
    for element, rows in found.items():
        if len({row["code"] for row in rows}) > 1:
            _hold_units(element, rows, draft, index, workspace)
            continue
        place = rows[0].at("code")
        fixed = {code for _, code in _fixed_codes(element, draft)}
        if fixed == {rows[0]["code"]}:
            draft.statements.append(Statement(element, "unit", rows[0]["code"], place))
            continue
        if is_choice(element):
            draft.statements.append(Statement(element, "type", [{"code": "Quantity"}], place))
        _check_membership(element, rows, _unit_binding(element, draft, index), workspace)
        value = {"system": UCUM, "code": rows[0]["code"]}
        draft.statements.append(Statement(element, "pattern", ("Quantity", value), place))


def _hold_units(element: str, rows: list[Row], draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    binding = _unit_binding(element, draft, index)
    if binding is None:
        workspace.report.add(SEVERAL_UNITS_WITHOUT_VALUE_SET, rows[1].at("code"), element=element)
        return
    _check_membership(element, rows, binding, workspace)
    codes = tuple(row["code"] for row in rows)
    for row in rows:
        draft.statements.append(Statement(element, "units", codes, row.at("code")))


def _unit_binding(element: str, draft: Draft, index: SnapshotIndex) -> Json | None:
    """What binds the code of a Quantity: the profile's own binding, else a required one of its base definition."""
    code = index.normalized(f"{element}.code") or f"{element}.code"
    stated = next(filter(None, draft.stated(code, "binding")), None)
    inherited: Json = (index.get(code) or {}).get("binding", {})
    return stated or (inherited if inherited.get("strength") == "required" else None)


def _check_membership(element: str, rows: list[Row], binding: Json | None, workspace: Workspace) -> None:
    url = binding.get("valueSet") if binding else None
    for row in rows:
        if url and excludes(url, UCUM, row["code"], workspace):
            workspace.report.add(UNIT_OUTSIDE_VALUE_SET, row.at("code"), value=row["code"], element=element)


def state_bindings(draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """The value sets that the terminology centre binds."""
    for row, element in _rows("bindings", draft, workspace, index, ""):
        if row["valueset"] and row["strength"]:
            url = value_set_url(row["valueset"], row.at("valueset"), workspace)
            if url:
                value = {"strength": row["strength"], "valueSet": url}
                draft.statements.append(Statement(element, "binding", value, row.at("valueset")))
                if row.text("reason"):
                    reason = Statement(element, "binding.description", row.text("reason"), row.at("reason"))
                    draft.statements.append(reason)


def _elsewhere(row: Row, proposed: Iterable[str]) -> str | None:
    """The code that the insurer proposes and that a row misspells by a letter: it tells what was meant."""
    return next((code for code in proposed if code != row["code"] and differ_by_a_slip(code, row["code"])), None)


def check_codes(workspace: Workspace) -> None:
    """Systems, forms, check digits and states of the codes and units that the sheets fix."""
    for row in workspace.rows("codes"):
        if row["code"] and row["code_status"] in ("deprecated", "replaced") and row["role"] != "alternative":
            status = row.words("code_status")
            workspace.report.add(
                CODE_NO_LONGER_IN_USE, row.at("code"), value=row["code"], status=status, suggestion=row["replaced_by"]
            )
    longer: dict[str, str] = {}
    for sheet in ("codes", "concepts"):
        for row in workspace.rows(sheet):
            code = row["code"] or ""
            for start in range(max(1, len(code) - LONGEST_LOINC), len(code)):
                longer.setdefault(code[start:], code)
    proposed = [
        row["proposed_code"].partition("#")[2].strip() for row in workspace.rows("data") if row["proposed_code"]
    ]
    for sheet in ("codes", "concepts"):
        for row in workspace.rows(sheet):
            system = system_url(row["system"], row.at("system"), workspace)
            if system and row["code"]:
                near = {row["code"]: elsewhere} if (elsewhere := _elsewhere(row, proposed)) else longer
                check_code(system, row["code"], row.at("code"), workspace.report, near)
    for row in workspace.rows("units"):
        if row["code"]:
            check_code(UCUM, row["code"], row.at("code"), workspace.report)
