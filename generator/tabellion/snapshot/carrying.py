"""What a differential states of a sliced element reaches the slices that it states after it.

A differential may say of `component.code` that it is required and then slice `component`: each slice has a `code` of
its own in the snapshot, which inherits from the base and not from its neighbour. So the statements are carried to the
slices before the walk, as `Change`s marked `carried`: a fault in them is told once, at the element where it is
stated.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.elements.choices import is_choice
from tabellion.elements.values import keys_of
from tabellion.fhir.json import Json
from tabellion.snapshot.differential import Change
from tabellion.snapshot.merge import EXTENSION_NAMES
from tabellion.snapshot.values import REPLACED

# What a slice's own statement of an element is completed with; mappings, conditions and extensions stay where they are.
FACETS = (
    "label",
    "code",
    "short",
    "definition",
    "comment",
    "requirements",
    "alias",
    "min",
    "max",
    "type",
    "meaningWhenMissing",
    "orderMeaning",
    "example",
    "maxLength",
    "constraint",
    "mustHaveValue",
    "valueAlternatives",
    "mustSupport",
    "isModifier",
    "isModifierReason",
    "isSummary",
    "binding",
)


def carry(root: Change) -> None:
    """Give each slice the children that the differential states of the element that it slices.

    The element that carries the slicing "is the definition that applies to all the slices" (ElementDefinition.slicing).
    It does so where the differential states that slicing itself, and the slices with it; what a slice says of a child
    wins, facet by facet. As in HL7's generator, nothing is carried in a differential that slices such children again.
    """
    groups = [group for change in root.walk() for group in _sliced(change)]
    if any(_slices_again(child) for entry, _ in groups for child in entry.children):
        return
    for entry, slices in reversed(groups):
        for change in slices:
            _complete(change, [], entry.children)


def _sliced(parent: Change) -> Iterator[tuple[Change, list[Change]]]:
    """The elements below `parent` that the differential slices, and their slices."""
    for entry in parent.children:
        if not entry.slice_name and _states_slicing(entry):
            slices = [
                item
                for item in parent.children
                if item.name == entry.name and item.slice_name and item.element is not None
            ]
            if slices:
                yield entry, slices


def _states_slicing(change: Change) -> bool:
    slicing = (change.element or {}).get("slicing")
    return slicing is not None and not (change.name in EXTENSION_NAMES and _is_by_url(slicing))


def _is_by_url(slicing: Json) -> bool:
    """Whether a slicing says no more than what extensions are told apart by anyway."""
    return [by.get("path") for by in slicing.get("discriminator", ())] == ["url"]


def _slices_again(change: Change) -> bool:
    return any(_states_slicing(item) for item in change.walk())


def _complete(part: Change, others: list[Change], content: list[Change]) -> None:
    """Give an element in a slice the `content` that is stated of the same element of the list.

    `others` are the elements of the same path that the slice has in slices of its own: what they say of a child of that
    path is completed too, and is enough, so that no more is said of it beside them.
    """
    for child in content:
        alike = [item for holder in (part, *others) for item in holder.children if _is_alike(item, child)]
        same = [item for item in alike if item.slice_name == child.slice_name]
        for item in same:
            item.element = _filled(item.element, child.element, is_short_form=item.name != child.name)
        own = next((item for item in same if item in part.children), None)
        if own is None:
            element = None if same else child.element
            own = Change(child.name, child.slice_name, child.id, element, carried=True)
        _complete(own, [item for item in alike if item is not own], child.children)
        if own not in same and (own.element is not None or own.children):
            part.children.append(own)


def _is_alike(stated: Change, child: Change) -> bool:
    """Whether a slice itself states an element with the name of one that the list states, or its short form."""
    is_short_form = is_choice(child.name) and stated.name.startswith(child.name[:-3]) and not stated.slice_name
    return not stated.carried and (stated.name == child.name or is_short_form)


def _filled(stated: Json | None, carried: Json | None, *, is_short_form: bool) -> Json | None:
    """The statement of a slice with the facets that only the sliced element has; a short form has its own type."""
    if carried is None or (stated is None and not is_short_form):
        return stated or carried
    own = stated or {}
    taken = {*own, "type"} if is_short_form else own.keys()
    added = {key: carried[key] for name in FACETS for key in (name, f"_{name}") if key in carried and name not in taken}
    values = keys_of(own)
    added |= {key: carried[key] for stem, key in keys_of(carried).items() if stem in REPLACED and stem not in values}
    return {**own, **added} or None
