"""Quantities: units that are codes of UCUM, or of another system (R4 datatypes.html, 2.24.0.7)."""

from __future__ import annotations

import re

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.terminology import ucum
from tabellion.validation.checks import codings
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

_IN_BRACES = re.compile(r"\{[^{}]*\}")
NOT_A_UCUM_UNIT = rule(
    "TX007",
    "not-a-ucum-unit",
    "error",
    "code-invalid",
    fr="« {code} » n'est pas une unité UCUM (arrêt au caractère {position})",
    en="`{code}` is not a unit of UCUM (stopped at character {position})",
    help_fr="écrivez l'unité comme UCUM, majuscules et crochets compris",
    help_en="write the unit as UCUM does, capitals and brackets included",
)


def check(walk: WalkState, value: Json, at: Location) -> None:
    """The code of a quantity: of UCUM by its grammar, of another system as any code."""
    code = value.get("code")
    if value.get("system") != ucum.SYSTEM:
        codings.check(walk, {key: value[key] for key in ("system", "code") if key in value}, at)
    elif isinstance(code, str):
        problem = ucum.problem(code)
        if problem is not None:
            # By its letter UCUM has no blanks in an annotation (section 12); programs read them, and nothing is lost.
            is_legible = ucum.is_valid(_IN_BRACES.sub(_joined, code))
            walk.add(
                NOT_A_UCUM_UNIT,
                at.child("code"),
                code=code,
                position=problem.position,
                suggestion=problem.suggestion,
                weight="warning" if is_legible else None,
            )


def _joined(annotation: re.Match[str]) -> str:
    return annotation[0].replace(" ", "_")
