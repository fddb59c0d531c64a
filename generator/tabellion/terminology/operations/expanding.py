"""The codes of a value set, those that answer to a text, a page at a time (R4 ValueSet/$expand)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.lacks import Lack
from tabellion.terminology.operations.errors import OperationError, unknown_value_set
from tabellion.terminology.operations.languages import name_in
from tabellion.terminology.operations.looking_up import properties_of
from tabellion.terminology.snomed import SYSTEM as SNOMED
from tabellion.terminology.snomed import is_expression

BY_LANGUAGE = "urn:ietf:bcp:47"
"""The system of a designation that is asked for by its language."""


@dataclass(frozen=True, slots=True)
class ExpandedCodes:
    """`contains` are the codes asked for (R4 ValueSet.expansion.contains), `total` how many answer in all; `systems`
    are the code systems used, with the versions at hand (`url|version`), `properties` what was asked for of each code,
    beside `contains`."""

    value_set: Json
    contains: Sequence[Json]
    total: int
    offset: int
    systems: Sequence[str]
    properties: Sequence[Sequence[tuple[str, Any]]] = field(default=())


def expand(
    terminology: Terminology,
    value_set: str | Json,
    *,
    text: str = "",
    count: int | None = None,
    offset: int = 0,
    lang: str = "",
    active_only: bool = False,
    designations: bool = False,
    selectable_only: bool = False,
    designation: Sequence[str] = (),
    properties: Sequence[str] = (),
    without_expressions: bool = False,
) -> ExpandedCodes:
    """The codes of a value set, by its address or as a resource.

    `active_only` leaves out what is inactive, `selectable_only` what only groups others, `without_expressions` what is
    post-coordinated. `text` keeps codes of which the code or a name has every word, accents and case left aside. With
    `lang` each display is in that language where it is known; with `designations` every name stands beside it, of which
    `designation` says a language (`fr`, `urn:ietf:bcp:47|fr`) or a use (`system|code`). Raises `OperationError` for a
    value set that is not known, and for one of which not every code is known here.
    """
    resource = value_set if isinstance(value_set, dict) else terminology.value_set(value_set)
    if resource is None:
        raise unknown_value_set(str(value_set))
    found = terminology.expand(value_set if isinstance(value_set, str) else resource)
    if found.contains is None:
        raise not_expanded(found.lacks)
    kept = [
        item
        for item in found.contains
        if not (active_only and item.get("inactive"))
        and not (selectable_only and item.get("abstract"))
        and not (without_expressions and item.get("system") == SNOMED and is_expression(str(item["code"])))
    ]
    words = folded(text).split()
    if words:
        kept = [item for item in kept if _answers(item, words)]
    start = max(0, offset)
    page = kept[start:] if count is None else kept[start : start + max(0, count)]
    language = str(resource.get("language", "")) or None
    return ExpandedCodes(
        value_set=resource,
        contains=[
            _shown(item, lang, designations, designation, _language(item, language, terminology)) for item in page
        ],
        total=len(kept),
        offset=start,
        systems=[
            terminology.systems.canonical(url)
            for url in sorted({str(item.get("system", "")) for item in found.contains})
        ],
        properties=[_properties(item, properties, terminology) for item in page] if properties else (),
    )


def not_expanded(lacks: Sequence[Lack]) -> OperationError:
    """Not every code of a value set can be told here, which is said with every reason."""
    reasons = {lang: "; ".join(dict.fromkeys(lack.text[lang] for lack in lacks)) for lang in ("fr", "en")}
    return OperationError(
        lacks[0].code,
        Term(
            f"tous ses codes ne sont pas connus ici : {reasons['fr']}", f"not every code is known here: {reasons['en']}"
        ),
        422,
    )


def folded(text: str) -> str:
    """A text as it is compared: without accents and case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def names_of(item: Json) -> Iterator[str]:
    """Everything that an entry is called."""
    if "display" in item:
        yield str(item["display"])
    for designation in item.get("designation", ()):
        if "value" in designation:
            yield str(designation["value"])


def _answers(item: Json, words: Sequence[str]) -> bool:
    text = folded("\n".join([str(item.get("code", "")), *names_of(item)]))
    return all(word in text for word in words)


def _language(item: Json, of_set: str | None, terminology: Terminology) -> str | None:
    """The language of an entry's display: that of the system where it is the system's own, else of the value set."""
    system = terminology.systems.get(str(item.get("system", "")))
    concept = system.find(str(item["code"])) if system is not None else None
    if system is not None and concept is not None and concept.display == item.get("display"):
        return str(system.resource.get("language", "")) or None
    return of_set


def _shown(item: Json, lang: str, designations: bool, wanted: Sequence[str], language: str | None) -> Json:
    shown = dict(item)
    said = item.get("designation", ())
    found = name_in(lang, item.get("display"), language, said) if lang else None
    if found is not None and found != item.get("display"):
        shown["display"] = found
        shown.pop("_display", None)
        if designations and item.get("display") is not None:
            said = [*said, {"value": item["display"]} | ({"language": language} if language else {})]
    kept = [each for each in said if not wanted or any(_is_wanted(each, token) for token in wanted)]
    if (designations or wanted) and kept:
        shown["designation"] = kept
    else:
        shown.pop("designation", None)
    return shown


def _is_wanted(designation: Json, token: str) -> bool:
    """Whether a designation is one that a token asks for, by its language or by its use."""
    system, bar, code = token.rpartition("|")
    if not bar or system == BY_LANGUAGE:
        known = str(designation.get("language", "")).casefold()
        return known == code.casefold() or known.startswith(f"{code.casefold()}-")
    use = designation.get("use", {})
    return (use.get("system"), use.get("code")) == (system, code)


def _properties(item: Json, wanted: Sequence[str], terminology: Terminology) -> list[tuple[str, Any]]:
    """What the system of an entry says of it, of the properties that are asked for."""
    system = terminology.systems.get(str(item.get("system", "")))
    concept = system.find(str(item["code"])) if system is not None else None
    if system is None or concept is None:
        return []
    found = properties_of(system, concept)
    if concept.definition:
        found.append(("definition", concept.definition))
    return [(name, value) for name, value in found if "*" in wanted or name in wanted]
