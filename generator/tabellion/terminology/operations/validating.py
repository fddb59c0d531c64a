"""Whether a code is in a value set or a code system (R4 ValueSet/$validate-code, CodeSystem/$validate-code)."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.operations.errors import UnknownSystemError, unknown_value_set
from tabellion.terminology.operations.expanding import folded, in_language

NO_TEXT = Term("", "")


@dataclass(frozen=True, slots=True)
class CodeValidity:
    """`result` is whether the code is there, and called what it is said to be. `display` is what its system calls it;
    `text` says what is wrong, `code` of OperationOutcome.issue.code which kind of fault it is, `""` for none."""

    result: bool
    system: str
    code: str
    display: str = ""
    version: str = ""
    text: Term = NO_TEXT
    issue: str = ""
    inactive: bool = False


def validate_code(
    terminology: Terminology,
    *,
    value_set: str | Json | None = None,
    system: str | None = None,
    code: str,
    version: str = "",
    display: str = "",
    lang: str = "",
) -> CodeValidity:
    """Whether a value set, or without one a code system, has a code. `system` may be left out where a value set implies
    it. Raises `OperationError` for a value set or a system that is not known here, or not whole."""
    if value_set is not None:
        if isinstance(value_set, str) and terminology.value_set(value_set) is None:
            raise unknown_value_set(value_set)
        system = system or _implied(terminology, value_set, code)
        answer = terminology.contains(value_set, system, code)
        if answer.inside is None:
            raise UnknownSystemError(answer.missing)
        name = value_set if isinstance(value_set, str) else str(value_set.get("url", "#"))
        if not answer.inside:
            exists = terminology.systems.exists(system, code, version) if system else None
            return CodeValidity(
                False, system or "", code, text=_outside(code, system, name, exists), issue="code-invalid"
            )
    elif system is None:
        raise UnknownSystemError("")
    else:
        exists = terminology.systems.exists(system, code, version)
        if exists is None:
            raise UnknownSystemError(system)
        if not exists:
            text = Term(f"« {code} » n'est pas un code de {system}", f"`{code}` is not a code of {system}")
            return CodeValidity(False, system, code, text=text, issue="code-invalid")
    return _named(terminology, system or "", code, version, display, lang)


def _implied(terminology: Terminology, value_set: str | Json, code: str) -> str | None:
    """The one system of which a value set has a code; `None` where there are none or several, or nobody can tell."""
    contains = terminology.expand(value_set).contains or ()
    systems = {str(item["system"]) for item in contains if item["code"] == code}
    return systems.pop() if len(systems) == 1 else None


def _outside(code: str, system: str | None, value_set: str, exists: bool | None) -> Term:
    if exists is False:
        return Term(f"« {code} » n'est pas un code de {system}", f"`{code}` is not a code of {system}")
    of = f" ({system})" if system else ""
    return Term(f"« {code} »{of} n'est pas dans {value_set}", f"`{code}`{of} is not in {value_set}")


def _named(terminology: Terminology, system: str, code: str, version: str, display: str, lang: str) -> CodeValidity:
    """A code that is there, with what it is called; a display that its system does not know makes it invalid."""
    known = terminology.systems.get(system, version)
    concept = known.find(code) if known is not None else None
    if known is None or concept is None:
        return CodeValidity(True, system, code, display=display)
    official = (in_language(concept.designations, lang) if lang else None) or concept.display or ""
    names = {folded(" ".join(name.split())) for name in concept.displays()}
    found = CodeValidity(True, system, concept.code, official, known.version or "", inactive=concept.inactive)
    if display and names and folded(" ".join(display.split())) not in names:
        text = Term(
            f"« {display} » n'est pas un libellé de « {code} », qui s'appelle « {official} »",
            f"`{display}` is not a display of `{code}`, which is called `{official}`",
        )
        return CodeValidity(
            False, system, concept.code, official, known.version or "", text, "invalid", concept.inactive
        )
    return found
