"""Paths and ids of elements: what is taken apart is put together again, whatever the id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabellion.elements.paths import (
    Segment,
    below,
    holders_of,
    id_of,
    id_of_slice,
    is_at_or_below,
    is_shown_by,
    is_slice_of,
    last_of,
    list_of,
    parent_of,
    path_of,
    root_of,
    rooted,
    segments_of,
    short_form,
    slices_of_id,
)

NAMES = st.from_regex(r"[a-z][A-Za-z0-9]{0,8}(\[x\])?", fullmatch=True)
SLICES = st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9_\-]{1,8}(/[A-Za-z0-9]{1,4})?", fullmatch=True))
ROOTS = st.from_regex(r"[A-Z][A-Za-z]{0,8}", fullmatch=True).map(Segment)
SEGMENTS = st.builds(lambda root, below: [root, *below], ROOTS, st.lists(st.builds(Segment, NAMES, SLICES), max_size=5))


@given(SEGMENTS)
def test_segments_make_the_id_that_they_come_from(segments: list[Segment]) -> None:
    """Taking an id apart and putting it together loses nothing."""
    assert segments == segments_of(id_of(segments))


@given(SEGMENTS)
def test_the_parts_of_an_id(segments: list[Segment]) -> None:
    """Parent and last segment are the id; the path has the names; every holder holds it."""
    element_id = id_of(segments)
    assert element_id == ".".join(filter(None, (parent_of(element_id), str(last_of(element_id)))))
    assert path_of(element_id).split(".") == [segment.name for segment in segments]
    assert root_of(element_id) == segments[0].name
    assert all(is_at_or_below(element_id, holder) for holder in holders_of(element_id))
    assert [*holders_of(element_id)][-1:] == [element_id][: len(segments) - 1]


@given(SEGMENTS, st.from_regex(r"[A-Za-z0-9\-]{1,8}", fullmatch=True))
def test_a_slice_and_its_list(segments: list[Segment], name: str) -> None:
    """The list of a slice is the element that it was made a slice of, and shows what the slice shows."""
    holder = id_of([*segments[:-1], Segment(segments[-1].name)])
    made = id_of_slice(holder, name)
    assert (holder, name) == (list_of(made), last_of(made).slice_name)
    assert is_slice_of(made, holder) and not is_at_or_below(made, holder)
    assert is_shown_by(holder, f"{made}.code") and not is_shown_by(made, holder)


@given(SEGMENTS)
def test_an_id_agrees_with_its_own_path(segments: list[Segment]) -> None:
    """The slices of an id are told by it, for an element whose path and slice name say the same."""
    slices = slices_of_id(id_of(segments), [segment.name for segment in segments], segments[-1].slice_name)
    assert [segment.slice_name for segment in segments] == slices


@pytest.mark.parametrize(
    ("path", "type_name", "full"),
    [
        ("status", "Observation", "Observation.status"),
        ("Observation.status", "Observation", "Observation.status"),
        ("component:sys.code", "Observation", "Observation.component:sys.code"),
        ("Patient.name", "Observation", "Patient.name"),
        ("releve.debit", "releve", "releve.debit"),
        ("debit", "releve", "releve.debit"),
        ("Observation", "Observation", "Observation"),
    ],
)
def test_a_path_with_its_type(path: str, type_name: str, full: str) -> None:
    """The type is put before a path that has none."""
    assert full == rooted(path, type_name)


@pytest.mark.parametrize(
    ("element_id", "other", "shown"),
    [
        ("Bundle.entry.fullUrl", "Bundle.entry:weight.fullUrl", True),
        ("Bundle.entry:weight", "Bundle.entry:weight.fullUrl", True),
        ("Bundle.entry:weight", "Bundle.entry:pain.fullUrl", False),
        ("Bundle.entry:lab", "Bundle.entry:lab/blood.fullUrl", True),
        ("Bundle.entry:lab", "Bundle.entry:laboratory", False),
        ("Bundle.entry:lab/blood", "Bundle.entry:lab", False),
        ("Observation.value[x]", "Observation.value[x]:valueQuantity.code", True),
        ("Observation.value[x].code", "Observation.value[x]", False),
        ("Observation.code", "Observation.codeSystem", False),
    ],
)
def test_what_an_example_shows(element_id: str, other: str, shown: bool) -> None:
    """What stands in a slice stands in its list too, not in another slice."""
    assert shown is is_shown_by(element_id, other)


def test_short_forms_and_what_is_below() -> None:
    """A slice by type by the name that JSON has; what follows the id of a holder."""
    assert "Observation.valueQuantity.code" == short_form("Observation.value[x]:valueQuantity.code")
    assert ("code", "") == (below("A.b:c.code", "A.b:c"), below("A.b:c", "A.b:c"))
