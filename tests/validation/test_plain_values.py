"""Objects of which only the form of their values is asked pass quickly: what is found is the same as step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabellion.diagnostics import Finding
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator
from tabellion.validation import resource_walk
from tabellion.validation.validator import Validator

TEXTS = st.sampled_from(["blue", "", " ", "two  words", "a\u0000b", 3, None, True, ["blue"], {}, {"text": "x"}])
LANGUAGES = st.sampled_from(["fr", "en", "zz", "", 5, None])
PROPERTY_KEYS = (
    "code",
    "valueCode",
    "valueString",
    "valueBoolean",
    "valueInteger",
    "_code",
    "id",
    "extension",
    "other",
)
PROPERTIES = st.dictionaries(st.sampled_from(PROPERTY_KEYS), TEXTS, max_size=3)
DESIGNATIONS = st.fixed_dictionaries({}, optional={"language": LANGUAGES, "value": TEXTS, "use": TEXTS})
LISTS = st.sampled_from([None, [], {}, "blue", [None], [[]]])
CONCEPTS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "code": TEXTS,
            "display": TEXTS,
            "property": st.lists(PROPERTIES, max_size=3) | LISTS,
            "designation": st.lists(DESIGNATIONS, max_size=3) | LISTS,
        },
    ),
    lambda below: st.fixed_dictionaries({"code": st.just("above")}, optional={"concept": st.lists(below, max_size=3)}),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def careful(core: PackageDefinitions, snapshots: SnapshotGenerator) -> Validator:
    """A validator that has not learnt which codes are sound."""
    return Validator(core, snapshots)


@settings(max_examples=300, deadline=None)
@given(concepts=st.lists(CONCEPTS, min_size=1, max_size=5))
def test_findings_do_not_depend_on_the_quick_way(
    validator: Validator, careful: Validator, concepts: list[Mapping[str, Any]]
) -> None:
    """Concepts with anything wrong in them, beside sound ones with the same keys."""
    sound = {"code": "s", "display": "S", "designation": [{"language": "fr", "value": "S"}], "property": []}
    sound["property"] = [{"code": "p", "valueString": "v"}]
    system = {"resourceType": "CodeSystem", "status": "draft", "content": "complete", "concept": [sound, *concepts]}
    quick = list(map(_told, validator.validate(system)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resource_walk, "plain_count", lambda known, value, sound: 0)
        slow = list(map(_told, careful.validate(system)))
    assert slow == quick


def _told(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.pointer, finding.message("en"), finding.severity
