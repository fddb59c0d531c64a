"""Whether a code is in a value set or a code system (R4 ValueSet/$validate-code, CodeSystem/$validate-code)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.operations.errors import UnknownSystemError, demand_version, unknown_value_set
from tabellion.terminology.operations.expanding import folded, in_language, names_of

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
    abstract: bool = True,
) -> CodeValidity:
    """Whether a value set, or without one a code system, has a code. `system` may be left out where a value set implies
    it; without `abstract` a code that only groups others is none (R4 $validate-code). Raises `OperationError` for a
    value set or a system that is not known here, or not whole."""
    if value_set is not None:
        if isinstance(value_set, str) and terminology.value_set(value_set) is None:
            raise unknown_value_set(value_set)
        implied = [] if system else _implied(terminology, value_set, code)
        if len(implied) > 1:
            return CodeValidity(False, "", code, text=_ambiguous(code, implied), issue="code-invalid")
        system = system or next(iter(implied), None)
        demand_version(terminology, system or "", version)
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
        demand_version(terminology, system, version)
        exists = terminology.systems.exists(system, code, version)
        if exists is None:
            raise UnknownSystemError(system)
        if not exists:
            text = Term(f"« {code} » n'est pas un code de {system}", f"`{code}` is not a code of {system}")
            return CodeValidity(False, system, code, text=text, issue="code-invalid")
    concept = terminology.systems.concept(system or "", code, version)
    if not abstract and concept is not None and concept.abstract:
        text = Term(f"« {code} » ne fait que regrouper d'autres codes", f"`{code}` only groups other codes")
        return CodeValidity(False, system or "", code, text=text, issue="business-rule")
    more = _names_given(terminology, value_set, system or "", code) if display and value_set is not None else ()
    return _named(terminology, system or "", code, version, display, lang, more)


def _implied(terminology: Terminology, value_set: str | Json, code: str) -> list[str]:
    """The systems of which a value set has a code; none where nobody can tell."""
    contains = terminology.expand(value_set).contains or ()
    return sorted({str(item["system"]) for item in contains if item["code"] == code})


def _ambiguous(code: str, systems: Sequence[str]) -> Term:
    several = ", ".join(systems)
    return Term(
        f"« {code} » est un code de plusieurs systèmes ({several}) : dites lequel",
        f"`{code}` is a code of several systems ({several}): say which",
    )


def _names_given(terminology: Terminology, value_set: str | Json, system: str, code: str) -> Iterator[str]:
    """What a value set itself calls a code (R4 ValueSet.compose.include.concept.display)."""
    resource = value_set if isinstance(value_set, dict) else terminology.value_set(value_set)
    for include in (resource or {}).get("compose", {}).get("include", ()):
        for concept in include.get("concept", ()) if include.get("system") == system else ():
            if concept.get("code") == code:
                yield from names_of(concept)


def _outside(code: str, system: str | None, value_set: str, exists: bool | None) -> Term:
    if exists is False:
        return Term(f"« {code} » n'est pas un code de {system}", f"`{code}` is not a code of {system}")
    of = f" ({system})" if system else ""
    return Term(f"« {code} »{of} n'est pas dans {value_set}", f"`{code}`{of} is not in {value_set}")


def _named(
    terminology: Terminology, system: str, code: str, version: str, display: str, lang: str, more: Iterable[str]
) -> CodeValidity:
    """A code that is there, with what it is called; a display that neither its system nor anything `more` knows makes
    it invalid."""
    known = terminology.systems.get(system, version)
    concept = known.find(code) if known is not None else None
    if known is None or concept is None:
        return CodeValidity(True, system, code, display=display)
    official = (in_language(concept.designations, lang) if lang else None) or concept.display or ""
    names = {folded(" ".join(name.split())) for name in (*concept.displays(), *more)}
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
