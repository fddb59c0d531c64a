"""Whether a code is in a value set or a code system (R4 ValueSet/$validate-code, CodeSystem/$validate-code)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.lacks import unknown_set, unknown_system
from tabellion.terminology.membership import lack_of_system
from tabellion.terminology.operations.errors import UnknownSystemError, demand_version, unknown_value_set
from tabellion.terminology.operations.expanding import folded, names_of
from tabellion.terminology.operations.languages import name_in

NO_TEXT = Term("", "")


@dataclass(frozen=True, slots=True)
class CodeValidity:
    """`result` is whether the code is there, and called what it is said to be. `display` is what its system calls it;
    `text` says what is wrong, or is to be minded although the code is right; `issue` is of OperationOutcome.issue.code
    and `kind` of HL7's tx-issue-type, `""` for none; `part` is the part of a Coding that it is about."""

    result: bool
    system: str
    code: str
    display: str = ""
    version: str = ""
    text: Term = NO_TEXT
    issue: str = ""
    inactive: bool = False
    kind: str = ""
    part: str = "code"


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, and with which leniency."""

    value_set: str | Json | None
    system: str | None
    code: str
    version: str
    display: str
    lang: str
    abstract: bool
    active_only: bool
    lenient: bool


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
    active_only: bool = False,
    lenient: bool = False,
) -> CodeValidity:
    """Whether a value set, or without one a code system, has a code. `system` may be left out where a value set implies
    it; without `abstract` a code that only groups others is none (R4 $validate-code), with `active_only` neither is one
    that is no longer used; `lenient` minds another display without refusing it. Raises `OperationError` for a value set
    or a system that is not known here, or not whole."""
    asked = _Question(value_set, system, code, version, display, lang, abstract, active_only, lenient)
    if value_set is None:
        return _in_system(terminology, asked)
    if isinstance(value_set, str) and terminology.value_set(value_set) is None:
        raise unknown_value_set(value_set)
    implied = [] if system else _implied(terminology, value_set, code)
    if len(implied) > 1:
        text = _ambiguous(code, implied)
        return CodeValidity(False, "", code, text=text, issue="not-found", kind="cannot-infer")
    system = system or next(iter(implied), None)
    demand_version(terminology, system or "", version)
    answer = terminology.contains(value_set, system, code)
    name = value_set if isinstance(value_set, str) else str(value_set.get("url", "#"))
    if answer.inside is None:
        raise UnknownSystemError(answer.lack or unknown_set(name))
    exists = terminology.systems.exists(system, code, version) if system else None
    if exists is False:
        return CodeValidity(
            False, system or "", code, text=_no_code(code, system or ""), issue="code-invalid", kind="invalid-code"
        )
    if not answer.inside:
        text = _outside(code, system, name)
        return CodeValidity(False, system or "", code, text=text, issue="code-invalid", kind="not-in-vs")
    return _named(terminology, system or "", asked, list(_names_given(terminology, value_set, system or "", code)))


def _in_system(terminology: Terminology, asked: _Question) -> CodeValidity:
    system, code, version = asked.system, asked.code, asked.version
    if system is None:
        raise UnknownSystemError(unknown_system(""))
    demand_version(terminology, system, version)
    exists = terminology.systems.exists(system, code, version)
    if exists is None:
        raise UnknownSystemError(lack_of_system(system, terminology.systems.get(system, version)))
    if not exists:
        text = _no_code(code, system)
        return CodeValidity(False, system, code, text=text, issue="code-invalid", kind="invalid-code")
    return _named(terminology, system, asked, [])


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


def _no_code(code: str, system: str) -> Term:
    return Term(f"« {code} » n'est pas un code de {system}", f"`{code}` is not a code of {system}")


def _outside(code: str, system: str | None, value_set: str) -> Term:
    of = f" ({system})" if system else ""
    return Term(f"« {code} »{of} n'est pas dans {value_set}", f"`{code}`{of} is not in {value_set}")


def _named(terminology: Terminology, system: str, asked: _Question, more: Sequence[str]) -> CodeValidity:
    """A code that is there, with what it is called; a display that neither its system nor anything `more` knows makes
    it invalid."""
    known = terminology.systems.get(system, asked.version)
    concept = known.find(asked.code) if known is not None else None
    if known is None or concept is None:
        official = next(iter(more), "")
        if asked.display and more and not _is_any(asked.display, more):
            return _misnamed(CodeValidity(True, system, asked.code, official), asked)
        return CodeValidity(True, system, asked.code, official or asked.display)
    language = known.resource.get("language")
    in_lang = name_in(asked.lang, concept.display, language, concept.designations) if asked.lang else None
    official = in_lang or concept.display or ""
    found = CodeValidity(True, system, concept.code, official, known.version or "", inactive=concept.inactive)
    if not asked.abstract and concept.abstract:
        text = Term(f"« {asked.code} » ne fait que regrouper d'autres codes", f"`{asked.code}` only groups other codes")
        return CodeValidity(False, system, asked.code, text=text, issue="business-rule", kind="code-rule")
    if asked.active_only and concept.inactive:
        text = Term(f"« {asked.code} » n'est plus à utiliser", f"`{asked.code}` is no longer to be used")
        return CodeValidity(
            False, system, concept.code, official, found.version, text, "business-rule", True, "code-rule"
        )
    names = [*concept.displays(), *more]
    return found if not asked.display or not names or _is_any(asked.display, names) else _misnamed(found, asked)


def _is_any(display: str, names: Sequence[str]) -> bool:
    return folded(" ".join(display.split())) in {folded(" ".join(name.split())) for name in names}


def _misnamed(found: CodeValidity, asked: _Question) -> CodeValidity:
    text = Term(
        f"« {asked.display} » n'est pas un libellé de « {asked.code} », qui s'appelle « {found.display} »",
        f"`{asked.display}` is not a display of `{asked.code}`, which is called `{found.display}`",
    )
    return CodeValidity(
        asked.lenient,
        found.system,
        found.code,
        found.display,
        found.version,
        text,
        "invalid",
        found.inactive,
        "invalid-display",
        "display",
    )
