"""The codes of a value set, those that answer to a text, a page at a time (R4 ValueSet/$expand)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.operations.errors import OperationError, unknown_value_set


@dataclass(frozen=True, slots=True)
class ExpandedCodes:
    """`contains` are the codes asked for (R4 ValueSet.expansion.contains), `total` how many answer in all; `systems`
    are the code systems used, with the versions at hand (`url|version`)."""

    value_set: Json
    contains: Sequence[Json]
    total: int
    offset: int
    systems: Sequence[str]


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
) -> ExpandedCodes:
    """The codes of a value set, by its address or as a resource.

    `active_only` leaves out what is inactive, `selectable_only` what only groups others. `text` keeps codes of which
    the code or a name has every word, accents and case left aside. With `lang` each display is in that language where
    it is known; with `designations` every name stands beside it. Raises `OperationError` for a value set that is not
    known, and for one of which not every code is known here.
    """
    resource = value_set if isinstance(value_set, dict) else terminology.value_set(value_set)
    if resource is None:
        raise unknown_value_set(str(value_set))
    found = terminology.expand(value_set if isinstance(value_set, str) else resource)
    if found.contains is None:
        needed = ", ".join(found.missing)
        raise OperationError(
            "not-found",
            Term(
                f"tous ses codes ne sont pas connus ici : il manque {needed}", f"not every code is known here: {needed}"
            ),
            422,
        )
    kept = [
        item
        for item in found.contains
        if not (active_only and item.get("inactive")) and not (selectable_only and item.get("abstract"))
    ]
    words = folded(text).split()
    if words:
        kept = [item for item in kept if _answers(item, words)]
    start = max(0, offset)
    page = kept[start:] if count is None else kept[start : start + max(0, count)]
    return ExpandedCodes(
        value_set=resource,
        contains=[_shown(item, lang, designations) for item in page],
        total=len(kept),
        offset=start,
        systems=[
            terminology.systems.canonical(url)
            for url in sorted({str(item.get("system", "")) for item in found.contains})
        ],
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


def _shown(item: Json, lang: str, designations: bool) -> Json:
    shown = dict(item)
    found = in_language(item.get("designation", ()), lang) if lang else None
    if found is not None:
        shown["display"] = found
    if not designations:
        shown.pop("designation", None)
    return shown


def in_language(designations: Sequence[Json], lang: str) -> str | None:
    """What a designation in a language says, that of its region before others (BCP 47); `None` without one."""
    wanted = lang.casefold()
    for exact in (True, False):
        for item in designations:
            known = str(item.get("language", "")).casefold()
            if "value" in item and (known == wanted if exact else known.partition("-")[0] == wanted.partition("-")[0]):
                return str(item["value"])
    return None
