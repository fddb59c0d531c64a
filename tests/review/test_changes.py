"""What changed from an edition to another, and what that means for programs."""

from __future__ import annotations

import pytest

from tabellion.review.anchors.changes import changes_between
from tabellion.review.anchors.impact import impact_of, impact_of_facet
from tabellion.review.anchors.index import MOST_CONCEPTS, AnchorIndex, Point
from tabellion.review.anchors.resolution import Renamed

PULSE = "https://pulse.example/StructureDefinition/pulse"
LIST = "https://pulse.example/ValueSet/positions"


@pytest.mark.parametrize(
    ("facet", "before", "after", "impact"),
    [
        ("cardinality", "0..1", "1..1", "breaking"),
        ("cardinality", "0..*", "0..1", "breaking"),
        ("cardinality", "1..1", "0..*", "compatible"),
        ("cardinality", "0..2", "0..10", "compatible"),
        ("cardinality", "0..10", "0..2", "breaking"),
        ("fixed-value", '{"code": "kg"}', '{"code": "g"}', "breaking"),
        ("fixed-value", "", '{"code": "kg"}', "breaking"),
        ("fixed-value", '{"code": "kg"}', "", "compatible"),
        ("type", "Quantity | string", "Quantity", "breaking"),
        ("type", "Quantity", "Quantity | string", "compatible"),
        ("type", "Reference(Patient, Group)", "Reference(Patient)", "breaking"),
        ("type", "Reference(Patient)", "Reference(Patient, Group)", "compatible"),
        ("type", "Reference", "Reference(Patient)", "breaking"),
        ("type", "Reference(Patient)", "Reference", "compatible"),
        ("binding", f"{LIST} (preferred)", f"{LIST} (required)", "breaking"),
        ("binding", f"{LIST} (required)", f"{LIST} (extensible)", "compatible"),
        ("binding", f"{LIST} (required)", "https://pulse.example/ValueSet/others (required)", "breaking"),
        ("binding", f"{LIST} (example)", "https://pulse.example/ValueSet/others (preferred)", "compatible"),
        ("binding", "", f"{LIST} (extensible)", "breaking"),
        ("binding", f"{LIST} (required)", "", "compatible"),
        ("invariant", "ele-1: All", "ele-1: All; pul-1: A value: or a reason", "breaking"),
        ("invariant", "ele-1: All; pul-1: A value", "ele-1: All", "compatible"),
        ("obligation", "", "mustSupport", "compatible"),
        ("label", "Pulse", "Heart rate", "non-substantive"),
        ("definition", "", "How often it beats", "non-substantive"),
    ],
)
def test_what_a_facet_means(facet: str, before: str, after: str, impact: str) -> None:
    assert impact == impact_of_facet(facet, before, after)


def artifact(url: str = PULSE, label: str = "Pulse") -> Point:
    return Point("artifact", url, f"StructureDefinition/{url.rpartition('/')[2]}", label=label, facets={"label": label})


def element(name: str, own: bool = True, url: str = PULSE, kind: str = "element", **facets: str) -> Point:
    said = {facet.replace("_", "-"): text for facet, text in facets.items()}
    return Point(kind, url, f"StructureDefinition/{url.rpartition('/')[2]}", name, label=name, facets=said, own=own)


def told(before: list[Point], now: list[Point], *renamed: Renamed) -> list[tuple[str, str, str]]:
    changes = changes_between(AnchorIndex("1.0.0", before), AnchorIndex("2.0.0", now), renamed)
    return [
        (
            change.point.element or change.point.artifact,
            "gone" if change.is_gone else "new" if change.former is None else "changed",
            impact_of(change),
        )
        for change in changes
    ]


CODE = element("Observation.code", fixed_value="8867-4", label="Code")
CASES = {
    "a code and a label": (
        [artifact(), CODE, element("Observation.note", label="Remark")],
        [artifact(), element("Observation.code", fixed_value="8893-0", label="Code"), element("Observation.note", label="Note")],
        [("Observation.code", "changed", "breaking"), ("Observation.note", "changed", "non-substantive")],
    ),
    "nothing": ([artifact(), CODE], [artifact(), CODE], []),
    "a slice that goes with all that is in it": (
        [artifact(), element("Observation.component:rest"), element("Observation.component:rest.code")],
        [artifact()],
        [("Observation.component:rest", "gone", "breaking")],
    ),
    "a part of a slice that stays": (
        [artifact(), element("Observation.component:rest"), element("Observation.component:rest.code")],
        [artifact(), element("Observation.component:rest")],
        [("Observation.component:rest.code", "gone", "breaking")],
    ),
    "what is stated no longer, and stands in the parent": (
        [artifact(), element("Observation.note", cardinality="1..1")],
        [artifact(), element("Observation.note", own=False, cardinality="0..*")],
        [("Observation.note", "changed", "compatible")],
    ),
    "what the parent alone had": ([artifact(), element("Observation.issued", own=False)], [artifact()], []),
    "a profile that goes": (
        [artifact(), CODE, element("pul-1", kind="rule")],
        [],
        [(PULSE, "gone", "breaking")],
    ),
    "a rule that goes": (
        [artifact(), element("pul-1", kind="rule")],
        [artifact()],
        [("pul-1", "gone", "compatible")],
    ),
    "a rule that comes": ([artifact()], [artifact(), element("pul-1", kind="rule")], [("pul-1", "new", "breaking")]),
    "an element that comes": (
        [artifact()],
        [artifact(), element("Observation.component:rest", cardinality="0..1"), element("Observation.component:x", cardinality="1..1")],
        [("Observation.component:rest", "new", "compatible"), ("Observation.component:x", "new", "breaking")],
    ),
    "a code of a list that goes, and one that comes": (
        [artifact(LIST), element("sitting", url=LIST, kind="code")],
        [artifact(LIST), element("lying", url=LIST, kind="code")],
        [("lying", "new", "compatible"), ("sitting", "gone", "breaking")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "now", "expected"), CASES.values(), ids=CASES)
def test_what_changed(before: list[Point], now: list[Point], expected: list[tuple[str, str, str]]) -> None:
    """Everything that comes, goes or says something else, once."""
    assert expected == told(before, now)


def test_what_is_renamed_is_not_gone() -> None:
    """A slice that has another name is told as that, and what was in it not at all."""
    before = [artifact(), element("Observation.component:rest"), element("Observation.component:rest.code")]
    now = [artifact(), element("Observation.component:still"), element("Observation.component:still.code")]
    renamed = Renamed(PULSE, "Observation.component:rest", "", "Observation.component:still")
    assert [("Observation.component:still", "changed", "breaking")] == told(before, now, renamed)
    now[2] = element("Observation.component:still.code", fixed_value="x")
    changed = [
        ("Observation.component:still", "changed", "breaking"),
        ("Observation.component:still.code", "changed", "breaking"),
    ]
    assert changed == told(before, now, renamed)


def test_an_artifact_that_is_renamed() -> None:
    """Its elements keep their names, and are told where they say something else."""
    other = f"{PULSE}-rate"
    before = [artifact(), CODE, element("Observation.note", label="Remark")]
    now = [
        artifact(other),
        element("Observation.code", url=other, fixed_value="8867-4", label="Code"),
        element("Observation.note", url=other, label="Note"),
    ]
    renamed = Renamed("pulse", "", "pulse-rate", "")
    assert [(other, "changed", "breaking"), ("Observation.note", "changed", "non-substantive")] == told(
        before, now, renamed
    )


def test_codes_beyond_those_that_are_points_are_not_told_as_gone() -> None:
    """Of a very long list the first codes alone are points: one more at the beginning pushes the last one out."""
    codes = [element(f"{number:05}", url=LIST, kind="concept") for number in range(1, MOST_CONCEPTS + 1)]
    now = [element("00000", url=LIST, kind="concept"), *codes[:-1]]
    assert [("00000", "new", "compatible")] == told([artifact(LIST), *codes], [artifact(LIST), *now])
