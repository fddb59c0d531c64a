"""What a change means for programs that follow the former edition: the codes of `vocabulary.IMPACTS`.

A change is breaking where a message that was valid may be refused now, or a name that was used is gone; compatible
where messages stay valid but may say more; non-substantive where texts for people alone changed. What cannot be told
apart is taken for the graver one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping

from tabellion.review.anchors.changes import ChangedPoint

BREAKING, COMPATIBLE, NON_SUBSTANTIVE = "breaking", "compatible", "non-substantive"
_ORDER = (BREAKING, COMPATIBLE, NON_SUBSTANTIVE)
_TEXTS = frozenset({"label", "definition", "example"})
# what refuses messages while it stands, and none when it goes
_REFUSING = frozenset({"rule", "error"})
_STRENGTHS = ("", "example", "preferred", "extensible", "required")
_CARDINALITY = re.compile(r"(\d*)\.\.(\d*|\*)")
_BINDING = re.compile(r"(.*) \((\w*)\)")
_KEY = re.compile(r"(?:^|; )([^:; ]+): ")


def impact_of(change: ChangedPoint) -> str:
    """The gravest of what a change means."""
    point = change.point
    if change.is_gone:
        return COMPATIBLE if point.type in _REFUSING else BREAKING
    if change.former is None:
        is_asked = _least(point.facets.get("cardinality", "")) > 0
        return BREAKING if is_asked or point.type == "rule" else COMPATIBLE
    if change.is_renamed or point.type == "rule":
        return BREAKING
    return min((impact_of_facet(*facet) for facet in change.facets), key=_ORDER.index, default=NON_SUBSTANTIVE)


def impact_of_facet(facet: str, before: str, after: str) -> str:
    """What it means that a facet says something else, each as `facets_of` writes it, `""` for nothing."""
    if facet in _TEXTS:
        return NON_SUBSTANTIVE
    compare = _COMPARISONS.get(facet)
    return BREAKING if compare is not None and compare(before, after) else COMPATIBLE


def _least(cardinality: str) -> int:
    match = _CARDINALITY.fullmatch(cardinality)
    return int(match[1] or 0) if match else 0


def _most(cardinality: str) -> float:
    match = _CARDINALITY.fullmatch(cardinality)
    return float(match[2]) if match and match[2] not in ("", "*") else math.inf


def _is_narrower(before: str, after: str) -> bool:
    return _least(after) > _least(before) or _most(after) < _most(before)


def _lacks_a_type(before: str, after: str) -> bool:
    """Whether a type is gone, or one of its profiles and targets."""
    now = dict(_types(after))
    return any(
        code not in now or (now[code] and not (targets and targets <= now[code])) for code, targets in _types(before)
    )


def _types(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for item in filter(None, text.split(" | ")):
        code, _, targets = item.rstrip(")").partition("(")
        yield code, frozenset(filter(None, targets.split(", ")))


def _binds_more(before: str, after: str) -> bool:
    """Whether codes that were allowed may not be: another value set, or a stronger binding to the same."""
    former, now = _BINDING.fullmatch(before), _BINDING.fullmatch(after)
    if now is None:
        return False
    if former is not None and former[1] == now[1]:
        return _strength(now[2]) > _strength(former[2])
    return _strength(now[2]) >= _strength("extensible")


def _strength(code: str) -> int:
    return _STRENGTHS.index(code) if code in _STRENGTHS else 0


def _has_another_rule(before: str, after: str) -> bool:
    return not set(_KEY.findall(after)) <= set(_KEY.findall(before))


def _is_held_to_another(before: str, after: str) -> bool:
    return bool(after)


_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "cardinality": _is_narrower,
    "type": _lacks_a_type,
    "fixed-value": _is_held_to_another,
    "unit": _is_held_to_another,
    "binding": _binds_more,
    "invariant": _has_another_rule,
}
"""Whether a message that was valid may be refused now, by facet, from what was said before and after."""
