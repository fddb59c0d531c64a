"""Codes: whether each exists in its system, and is in the value set that its element is bound to."""

from __future__ import annotations

from typing import Any

from tabellion.diagnostics import Term, rule
from tabellion.diagnostics.words import nearest_name
from tabellion.elements.facets import Binding
from tabellion.fhir.json import Json
from tabellion.terminology import loinc, snomed, ucum
from tabellion.terminology.membership import Answer
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
CODE_NOT_IN_ITS_SYSTEM = rule(
    "TX005",
    "code-not-in-its-system",
    "error",
    "code-invalid",
    fr="« {code} » n'est pas un code de {system}",
    en="`{code}` is not a code of {system}",
    help_fr="vérifiez le code et le système",
    help_en="check the code and the system",
)
DISPLAY_NOT_OF_CODE = rule(
    "TX006",
    "display-not-of-code",
    "error",
    "invalid",
    fr="« {value} » n'est pas un libellé de « {code} » dans {system}",
    en="`{value}` is not a display of `{code}` in {system}",
    help_fr="donnez le libellé du système ; un autre texte va dans « text »",
    help_en="give the display of the system; another text goes into `text`",
)
FALSE_CHECK_DIGIT = rule(
    "TX008",
    "false-check-digit",
    "warning",
    "code-invalid",
    fr="« {code} » n'a pas la clé de contrôle d'un code de {system}",
    en="`{code}` does not have the check digit of a code of {system}",
    help_fr="vérifiez les chiffres du code",
    help_en="check the digits of the code",
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
CODE_SYSTEM_NOT_ABSOLUTE = rule(
    "TX010",
    "code-system-not-absolute",
    "error",
    "code-invalid",
    fr="le système « {system} » n'est pas une adresse absolue",
    en="the system `{system}` is not an absolute address",
    help_fr="donnez l'adresse officielle du système de codes ou d'identifiants, « urn:oid:… » pour un OID",
    help_en="give the official address of the system of codes or identifiers, `urn:oid:…` for an OID",
)
CODE_OF_ANOTHER_VERSION = rule(
    "TX011",
    "code-of-another-version",
    "warning",
    "not-found",
    fr="« {code} » est dit de la version {asked} de {system}, connu ici en version {known} : {answer}",
    en="`{code}` is said to be of version {asked} of {system}, known here in version {known}: {answer}",
    help_fr="ajoutez le paquet qui a cette version (--package), ou corrigez la version",
    help_en="add the package that has that version (--package), or correct the version",
)

_SUGGESTIONS_FROM = 400
_IS_THERE = Term("elle a ce code", "which has that code")
_IS_NOT_THERE = Term("elle n'a pas ce code", "which does not have that code")
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
    if binding.strength == "example":
        return
    if value is None:
        return
    codings = _codings(value, type_)
    if codings is None:
        return
    if binding.strength == "required" or not chosen:
        _against(walk, binding.value_set, binding.strength, codings, value, at, profile)
    # It bounds the codes that may be there; text alone stays allowed (extension elementdefinition-maxValueSet).
    if binding.max_value_set is not None and binding.strength != "required" and codings:
        _against(walk, binding.max_value_set, "required", codings, value, at, profile)


def _codings(value: Any, type_: str) -> list[tuple[str | None, str]] | None:
    """System and code of each coding, `None` for what a binding says nothing about."""
    if isinstance(value, str):
        return [(None, value)]
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
        (item["system"] if isinstance(item.get("system"), str) else "", item["code"])
        for item in several
        if isinstance(item.get("code"), str)
    ]


def _against(
    walk: WalkState,
    value_set: str,
    strength: str,
    codings: list[tuple[str | None, str]],
    value: Any,
    at: Location,
    profile: str | None,
) -> None:
    if value_set.startswith(_TYPES) and strength != "required" and isinstance(value, str) and ":" in value:
        return
    terminology = walk.support.terminology
    answers: list[Answer] = []
    for system, code in codings:
        answer = terminology.contains(value_set, system, code)
        if answer.inside:
            return
        answers.append(answer)
    if not codings:
        if strength == "required" and not _has_extension(value):
            walk.add(CODE_MISSING_FOR_BINDING, at, value_set=value_set, profile=profile)
        return
    code = " ".join(_text(system, coding) for system, coding in codings)
    open_answer = next((answer for answer in answers if answer.inside is None), None)
    if open_answer is not None:
        if strength in ("required", "extensible"):
            walk.add(CODE_NOT_CHECKABLE, at, code=code, missing=open_answer.missing or value_set, profile=profile)
        return
    rule = {"required": CODE_OUTSIDE_REQUIRED_VALUE_SET, "extensible": CODE_OUTSIDE_EXTENSIBLE_VALUE_SET}.get(
        strength, CODE_OUTSIDE_PREFERRED_VALUE_SET
    )
    suggestion = _suggestion(walk, value_set, codings[0][1]) if strength == "required" else None
    expected = _codes_of(walk, value_set) if strength == "required" else None
    walk.add(rule, at, code=code, value_set=value_set, profile=profile, suggestion=suggestion, expected=expected)


def _codes_of(walk: WalkState, value_set: str) -> str | None:
    """The codes of a value set that has few, `None` for one that has many or is not known in full."""
    contains = walk.support.terminology.expand(value_set).contains
    if contains is None or not 0 < len(contains) <= FEW_CODES:
        return None
    return ", ".join(str(concept["code"]) for concept in contains)


def _has_extension(value: Any) -> bool:
    """Whether a concept has extensions in place of codes: data-absent-reason stands there."""
    return isinstance(value, dict) and "extension" in value


def _suggestion(walk: WalkState, value_set: str, code: str) -> str | None:
    contains = walk.support.terminology.expand(value_set).contains
    if contains is None or len(contains) > _SUGGESTIONS_FROM:
        return None
    codes = [concept["code"] for concept in contains]
    folded = next((item for item in codes if item.casefold() == code.strip().casefold()), None)
    return folded or nearest_name(code, codes)


def check_coding(walk: WalkState, value: Json, at: Location) -> None:
    """A Coding by itself: the code exists in its system where that is known, and the display is one of its own."""
    system, code = value.get("system"), value.get("code")
    if not isinstance(system, str):
        return
    if ":" not in system:
        walk.add(CODE_SYSTEM_NOT_ABSOLUTE, at.child("system"), system=system)
        return
    if not isinstance(code, str):
        return
    systems = walk.support.terminology.systems
    stated = value.get("version")
    version = stated if isinstance(stated, str) else ""
    exists = systems.exists(system, code, version)
    known_version = systems.instead(system, version) if version else None
    if known_version is not None and exists is not None:
        answer = _IS_THERE if exists else _IS_NOT_THERE
        walk.add(
            CODE_OF_ANOTHER_VERSION, at, code=code, system=system, asked=version, known=known_version, answer=answer
        )
        return
    if exists is False:
        known = systems.get(system)
        codes = list(known.concepts) if known is not None and len(known.concepts) <= _SUGGESTIONS_FROM else []
        suggestion = nearest_name(code, codes) if system != ucum.SYSTEM else _ucum_suggestion(code)
        walk.add(CODE_NOT_IN_ITS_SYSTEM, at, code=code, system=system, suggestion=suggestion)
        return
    if exists is None:
        if system == loinc.SYSTEM and not (loinc.check_digit_ok(code) or loinc.is_part_or_answer(code)):
            walk.add(FALSE_CHECK_DIGIT, at, code=code, system="LOINC", suggestion=loinc.with_check_digit(code))
        elif system == snomed.SYSTEM and not (snomed.is_concept(code) or snomed.is_expression(code)):
            walk.add(FALSE_CHECK_DIGIT, at, code=code, system="SNOMED CT")
        return
    display = value.get("display")
    if isinstance(display, str):
        known_displays = systems.displays(system, code)
        wanted = _folded(display)
        if known_displays and all(_folded(item) != wanted for item in known_displays):
            walk.add(
                DISPLAY_NOT_OF_CODE,
                at.child("display"),
                value=display,
                code=code,
                system=system,
                suggestion=known_displays[0],
            )


def _ucum_suggestion(code: str) -> str | None:
    problem = ucum.problem(code)
    return problem.suggestion if problem is not None else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(system: str | None, code: str) -> str:
    return f"{system}|{code}" if system else code
