"""Codes: whether each exists in its system, and is in the value set that its element is bound to."""

from __future__ import annotations

from typing import Any, NamedTuple

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import nearest_code
from tabellion.elements.facets import Binding
from tabellion.fhir.coordinates import version_answers
from tabellion.terminology import ucum
from tabellion.terminology.membership import OUTSIDE, Answer
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

FEW_CODES = 12
"""As many codes are listed where a code is not one of them."""

CODE_OUTSIDE_REQUIRED_VALUE_SET = rule(
    "TX001",
    "code-outside-required-value-set",
    "error",
    "code-invalid",
    fr="« {code} » n'est pas dans le jeu de valeurs obligatoire {value_set}",
    en="`{code}` is not in the required value set {value_set}",
    help_fr="prenez un code du jeu de valeurs",
    help_en="take a code of the value set",
)
CODE_OUTSIDE_EXTENSIBLE_VALUE_SET = rule(
    "TX002",
    "code-outside-extensible-value-set",
    "warning",
    "code-invalid",
    fr="« {code} » n'est pas dans le jeu de valeurs extensible {value_set}",
    en="`{code}` is not in the extensible value set {value_set}",
    help_fr="ajoutez un code du jeu de valeurs s'il en a un qui convient",
    help_en="add a code of the value set if it has one that fits",
)
CODE_OUTSIDE_PREFERRED_VALUE_SET = rule(
    "TX003",
    "code-outside-preferred-value-set",
    "information",
    "code-invalid",
    fr="« {code} » n'est pas dans le jeu de valeurs conseillé {value_set}",
    en="`{code}` is not in the preferred value set {value_set}",
    help_fr="préférez un code du jeu de valeurs",
    help_en="prefer a code of the value set",
)
CODE_NOT_CHECKABLE = rule(
    "TX004",
    "code-not-checkable",
    "warning",
    "not-found",
    fr="« {code} » ne peut pas être vérifié ici : {missing} n'est pas connu en entier",
    en="`{code}` cannot be checked here: {missing} is not known in full",
    help_fr="ajoutez le paquet qui le définit, ou vérifiez le code auprès de son éditeur",
    help_en="add the package that defines it, or check the code with its publisher",
)
CODE_MISSING_FOR_BINDING = rule(
    "TX009",
    "code-missing-for-binding",
    "error",
    "code-invalid",
    fr="il manque un code du jeu de valeurs obligatoire {value_set}",
    en="a code of the required value set {value_set} is missing",
    help_fr="ajoutez un code du jeu de valeurs",
    help_en="add a code of the value set",
)

SUGGESTIONS_FROM = 400
_TYPES = "http://hl7.org/fhir/ValueSet/defined-types"
"""The types of FHIR; an address stands for one of FHIRPath or of a logical model (R4 ElementDefinition.type.code)."""


def check(
    walk: WalkState,
    binding: Binding,
    value: Any,
    type_: str,
    at: Location,
    profile: str | None = None,
    *,
    chosen: bool = False,
) -> None:
    """A value of a type that can be bound (code, concept, CodeableReference, Quantity, text) against a binding.

    `chosen` says that the profile which binds states the code as well: whoever wrote it has judged that no code of
    an extensible or preferred value set fits (R4 terminologies.html#extensible); no message that obeys is warned about.
    """
    if not binding.asks:
        return
    if value is None:
        # "the concept SHALL be from the specified value set" (R4 terminologies.html#required): no extension is
        if type_ == "code" and binding.strength == "required":
            walk.add(CODE_MISSING_FOR_BINDING, at, value_set=binding.value_set, profile=profile)
        return
    codings = _codings(value, type_)
    if codings is None:
        return
    # "Common UCUM units for recording Vital Signs" on a choice that "could use other datatypes such as CodeableConcept"
    # (R4 vitalsigns): units are those of quantities, no code of a concept is one
    if binding.of_choice and type_ != "Quantity" and _has_units_alone(walk, binding.value_set):
        return
    if binding.strength == "required" or (binding.strength != "example" and not chosen):
        _against(walk, binding.value_set, binding.strength, codings, value, at, profile)
    # "This defines a 'required' binding over the top of the extensible binding" (extension maxValueSet); over a
    # preferred one it bounds the codes that may be there, and text alone stays allowed.
    bounded = binding.strength == "extensible" or (binding.strength != "required" and codings)
    if binding.max_value_set is not None and bounded:
        _against(walk, binding.max_value_set, "required", codings, value, at, profile)
    for strength, value_set in binding.additional:
        if strength == "required" or not chosen:
            _against(walk, value_set, strength, codings, value, at, profile)


class _Coded(NamedTuple):
    """A code as a binding sees it; a bare one has the system `None`."""

    system: str | None
    code: str
    version: str = ""


def _codings(value: Any, type_: str) -> list[_Coded] | None:
    """The codings of a value, `None` for what a binding says nothing about."""
    if isinstance(value, str):
        return [_Coded(None, value)]
    if not isinstance(value, dict):
        return None
    if type_ == "CodeableReference":
        return _codings(value.get("concept"), "CodeableConcept")
    if type_ == "CodeableConcept":
        listed = value.get("coding")
        several = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    elif "code" in value or type_ == "Coding":
        several = [value]
    else:
        return None
    return [
        _Coded(
            item["system"] if isinstance(item.get("system"), str) else "",
            item["code"],
            item["version"] if isinstance(item.get("version"), str) else "",
        )
        for item in several
        if isinstance(item.get("code"), str)
    ]


def _against(
    walk: WalkState,
    value_set: str,
    strength: str,
    codings: list[_Coded],
    value: Any,
    at: Location,
    profile: str | None,
) -> None:
    if value_set.startswith(_TYPES) and strength != "required" and isinstance(value, str) and ":" in value:
        return
    terminology = walk.support.terminology
    answers: list[Answer] = []
    for system, code, version in codings:
        answer = terminology.contains(value_set, system, code)
        if version and system and not _takes_version(walk, value_set, system, version):
            answer = OUTSIDE
        if answer.inside:
            return
        answers.append(answer)
    if not codings:
        if strength == "required":
            walk.add(CODE_MISSING_FOR_BINDING, at, value_set=value_set, profile=profile)
        return
    code = " ".join(_text(*coding) for coding in codings)
    open_answer = next((answer for answer in answers if answer.inside is None), None)
    if open_answer is not None:
        if strength in ("required", "extensible"):
            walk.add(CODE_NOT_CHECKABLE, at, code=code, missing=open_answer.missing or value_set, profile=profile)
        return
    rule = {"required": CODE_OUTSIDE_REQUIRED_VALUE_SET, "extensible": CODE_OUTSIDE_EXTENSIBLE_VALUE_SET}.get(
        strength, CODE_OUTSIDE_PREFERRED_VALUE_SET
    )
    suggestion = _suggestion(walk, value_set, codings[0].code) if strength == "required" else None
    expected = _codes_of(walk, value_set) if strength == "required" else None
    walk.add(rule, at, code=code, value_set=value_set, profile=profile, suggestion=suggestion, expected=expected)


def _has_units_alone(walk: WalkState, value_set: str) -> bool:
    definition = walk.support.definitions.get(value_set, "ValueSet") or {}
    includes = definition.get("compose", {}).get("include", ())
    return bool(includes) and all(item.get("system") == ucum.SYSTEM for item in includes)


def _codes_of(walk: WalkState, value_set: str) -> str | None:
    """The codes of a value set that has few, `None` for one that has many or is not known in full."""
    contains = walk.support.terminology.expand(value_set).contains
    if contains is None or not 0 < len(contains) <= FEW_CODES:
        return None
    return ", ".join(str(concept["code"]) for concept in contains)


def _suggestion(walk: WalkState, value_set: str, code: str) -> str | None:
    contains = walk.support.terminology.expand(value_set).contains
    if contains is None or len(contains) > SUGGESTIONS_FROM:
        return None
    codes = [concept["code"] for concept in contains]
    return nearest_code(code, codes)


def _text(system: str | None, code: str, version: str) -> str:
    stated = f"|{version}#" if version else "|"
    return f"{system}{stated}{code}" if system else code


def _takes_version(walk: WalkState, value_set: str, system: str, version: str) -> bool:
    """Whether a value set takes its codes of a system from a version, or does not say from which."""
    definition = walk.support.definitions.get(value_set, "ValueSet") or {}
    includes = [item for item in definition.get("compose", {}).get("include", ()) if item.get("system") == system]
    return not includes or any(version_answers(version, item.get("version", version)) for item in includes)
