"""A Coding by itself: its system, its code, its version and its display."""

from __future__ import annotations

from tabellion.diagnostics import Term, rule
from tabellion.diagnostics.words import nearest_code
from tabellion.fhir.json import Json
from tabellion.terminology import loinc, snomed, ucum
from tabellion.validation.checks import systems
from tabellion.validation.checks.bindings import SUGGESTIONS_FROM
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

CODE_NOT_IN_ITS_SYSTEM = rule(
    "TX005",
    "code-not-in-its-system",
    "error",
    "code-invalid",
    fr="« {code} » n'est pas un code {system:de}",
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
    "error",
    "code-invalid",
    fr="« {code} » n'a pas la clé de contrôle d'un code {system:de}",
    en="`{code}` does not have the check digit of a code of {system}",
    help_fr="vérifiez les chiffres du code",
    help_en="check the digits of the code",
)
CODE_OF_ANOTHER_VERSION = rule(
    "TX011",
    "code-of-another-version",
    "warning",
    "not-found",
    fr="« {code} » est déclaré en version {asked} {system:de}, connu ici en version {known} : {answer}",
    en="`{code}` is declared as version {asked} of {system}, known here in version {known}: {answer}",
    help_fr="ajoutez le paquet qui a cette version (--package), ou corrigez la version",
    help_en="add the package that has that version (--package), or correct the version",
)
WITHDRAWN_CODE = rule(
    "TX012",
    "withdrawn-code",
    "warning",
    "business-rule",
    fr="« {code} » est retiré {system:de}",
    en="`{code}` is withdrawn from {system}",
    help_fr="prenez le code qui le remplace ; dans des données anciennes, il peut rester",
    help_en="take the code that replaces it; in old data it may stay",
)

_IS_THERE = Term("elle a ce code", "which has that code")
_IS_NOT_THERE = Term("elle n'a pas ce code", "which does not have that code")


def check(walk: WalkState, value: Json, at: Location) -> None:
    """A Coding by itself: the code exists in its system where that is known, and the display is one of its own."""
    system, code = value.get("system"), value.get("code")
    if not isinstance(system, str):
        return
    if not systems.check(walk, system, at) or not isinstance(code, str):
        return
    known_systems = walk.support.terminology.systems
    stated = value.get("version")
    version = stated if isinstance(stated, str) else ""
    exists = known_systems.exists(system, code, version)
    known_version = known_systems.instead(system, version) if version else None
    if known_version is not None and exists is not None:
        answer = _IS_THERE if exists else _IS_NOT_THERE
        walk.add(
            CODE_OF_ANOTHER_VERSION, at, code=code, system=system, asked=version, known=known_version, answer=answer
        )
        return
    if exists is False:
        known = known_systems.get(system)
        codes = list(known.concepts) if known is not None and len(known.concepts) <= SUGGESTIONS_FROM else []
        suggestion = nearest_code(code, codes) if system != ucum.SYSTEM else _ucum_suggestion(code)
        walk.add(CODE_NOT_IN_ITS_SYSTEM, at, code=code, system=system, suggestion=suggestion)
        return
    if exists is None:
        if system == loinc.SYSTEM and not (loinc.check_digit_ok(code) or loinc.is_part_or_answer(code)):
            walk.add(FALSE_CHECK_DIGIT, at, code=code, system="LOINC")
        elif system == snomed.SYSTEM and not (snomed.is_concept(code) or snomed.is_expression(code)):
            walk.add(FALSE_CHECK_DIGIT, at, code=code, system="SNOMED CT")
        return
    concept = known_systems.concept(system, code, version)
    if concept is not None and concept.inactive:
        walk.add(WITHDRAWN_CODE, at, code=code, system=system)
    display = value.get("display")
    if isinstance(display, str):
        known_displays = known_systems.displays(system, code)
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
