"""Two snapshots of the same definition held against each other, facet by facet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tabellion.elements.values import STEMS, keys_of
from tabellion.fhir.json import Json
from tabellion.snapshot.tolerances import Tolerances

Level = Literal["core", "text", "full"]

LINK_ROOT = re.compile(
    r"(?<=\]\()(?:https?://(?:www\.)?(?:hl7\.org/fhir|build\.fhir\.org)/(?:R4B?|R5|STU3|DSTU2|\d{4}\w+)?/?|\{\{site\.data\.fhir\.path\}\})"
)
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One facet of one element that is not the same in two snapshots.

    `element` is the id, `facet` a child of ElementDefinition (`min`, `binding`), `id` where the element stands in one
    snapshot alone, `order` where it stands elsewhere; `expected` and `actual` are the values, `None` for none. `rule`
    names the tolerance that covers the difference, `""` when none does.
    """

    element: str
    facet: str
    expected: Any
    actual: Any
    rule: str = ""


def compare(
    expected: list[Json], actual: list[Json], tolerances: Tolerances, *, level: Level = "core"
) -> list[Difference]:
    """Every difference between two snapshots at a level: tolerated ones carry the name of their rule.

    Elements are held against each other by id. Narrative, extensions, XPath and expressions, the order inside lists,
    versions of canonicals and runs of blanks never count.
    """
    differences = list(_presence(expected, actual, tolerances))
    by_id = {element.get("id", ""): element for element in actual}
    facets = FACETS[level]
    tolerances.take(expected, actual)
    for element in expected:
        other = by_id.get(element.get("id", ""))
        if other is None:
            continue
        for facet, value in facets.items():
            wanted, found = value(element), value(other)
            if wanted != found:
                rule = tolerances.rule(facet, element, other, wanted, found)
                differences.append(Difference(element["id"], facet, wanted, found, rule))
    return differences


def _presence(expected: list[Json], actual: list[Json], tolerances: Tolerances) -> Iterator[Difference]:
    wanted = [element.get("id", "") for element in expected]
    found = [element.get("id", "") for element in actual]
    in_wanted, in_found = set(wanted), set(found)
    for item in wanted:
        if item not in in_found:
            yield Difference(item, "id", item, None)
    for item in found:
        if item not in in_wanted:
            yield Difference(item, "id", None, item)
    common_wanted = [item for item in wanted if item in in_found]
    common_found = [match for match in found if match in in_wanted]
    for left, right in zip(common_wanted, common_found, strict=False):
        if left != right:
            yield Difference(left, "order", left, right)
            return


def text(value: Any) -> Any:
    """A text without what never counts: runs of blanks, the root of links into the specification."""
    return LINK_ROOT.sub("", BLANKS.sub(" ", value)).strip() if isinstance(value, str) else value


def unversioned(canonical: str) -> str:
    return canonical.partition("|")[0]


def plain(value: Any) -> Any:
    """A value that can be compared and kept in sets: without ids and extensions, lists without order."""
    if isinstance(value, dict):
        kept = ((key, plain(item)) for key, item in value.items() if key not in ("extension", "id") and key[:1] != "_")
        return tuple(sorted(kept, key=lambda item: item[0]))
    if isinstance(value, list):
        return tuple(sorted((plain(item) for item in value), key=repr))
    return text(value)


def _types(element: Json) -> Any:
    return frozenset(
        (
            type_ref.get("code", ""),
            frozenset(map(unversioned, type_ref.get("profile", ()))),
            frozenset(map(unversioned, type_ref.get("targetProfile", ()))),
            frozenset(type_ref.get("aggregation", ())),
            type_ref.get("versioning", ""),
        )
        for type_ref in element.get("type", ())
    )


def _slicing(element: Json) -> Any:
    slicing = element.get("slicing")
    if not slicing:
        return None
    discriminators = frozenset(
        (discriminator.get("type"), discriminator.get("path")) for discriminator in slicing.get("discriminator", ())
    )
    return discriminators, bool(slicing.get("ordered")), slicing.get("rules", "open")


def _binding(element: Json) -> Any:
    binding = element.get("binding")
    return binding and (binding.get("strength"), unversioned(binding.get("valueSet", "")))


def _base(element: Json) -> Any:
    base = element.get("base", {})
    return base.get("path"), base.get("min"), base.get("max")


def _choice(stem: str) -> Callable[[Json], Any]:
    def value(element: Json) -> Any:
        key = keys_of(element).get(stem)
        return key and (key, plain(element[key]))

    return value


def _key(name: str) -> Callable[[Json], Any]:
    return lambda element: element.get(name)


def _flag(name: str) -> Callable[[Json], Any]:
    return lambda element: bool(element.get(name))


def _text(name: str) -> Callable[[Json], Any]:
    return lambda element: text(element.get(name)) or None


def _list(name: str) -> Callable[[Json], Any]:
    return lambda element: frozenset(plain(item) for item in element.get(name, ()))


CORE: dict[str, Callable[[Json], Any]] = {
    "path": _key("path"),
    "sliceName": _key("sliceName"),
    "min": _key("min"),
    "max": _key("max"),
    "base": _base,
    "type": _types,
    "contentReference": _key("contentReference"),
    "slicing": _slicing,
    "binding": _binding,
    **{stem: _choice(stem) for stem in STEMS},
    "maxLength": _key("maxLength"),
    "constraint": lambda element: frozenset(constraint.get("key") for constraint in element.get("constraint", ())),
    "mustSupport": _flag("mustSupport"),
    "isModifier": _flag("isModifier"),
    "isSummary": _flag("isSummary"),
}
TEXTS = (
    "short",
    "definition",
    "comment",
    "requirements",
    "meaningWhenMissing",
    "orderMeaning",
    "isModifierReason",
    "label",
)
FACETS: dict[Level, dict[str, Callable[[Json], Any]]] = {"core": CORE}
FACETS["text"] = CORE | {name: _text(name) for name in TEXTS}
FACETS["full"] = FACETS["text"] | {
    "alias": _list("alias"),
    "condition": _list("condition"),
    "code": _list("code"),
    "example": _list("example"),
    "mapping": _list("mapping"),
    "constraintText": lambda element: frozenset(
        (constraint.get("key"), constraint.get("severity"), text(constraint.get("human")))
        for constraint in element.get("constraint", ())
    ),
    "bindingDescription": lambda element: text(element.get("binding", {}).get("description")) or None,
    "representation": _list("representation"),
}
