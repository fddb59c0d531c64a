"""What an element says besides its types and values: how often it may be there, which value set it is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.elements.choices import is_choice
from tabellion.fhir.json import Json

UNBOUNDED = 1 << 62
MANY_DIGITS = 40  # more than any number of times has, and fewer than Python refuses to read
MAX_VALUE_SET = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"
_ADDITIONAL = frozenset(
    {
        "http://hl7.org/fhir/tools/StructureDefinition/additional-binding",
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.binding.additional",
    }
)
# `current` is for new records, and a record does not say whether it is one
_STRENGTHS = {
    "required": "required",
    "maximum": "required",
    "extensible": "extensible",
    "current": "extensible",
    "preferred": "preferred",
}


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding; `max_value_set` is the one that may not be left, where one is stated beside it.

    `additional` are strengths and value sets that hold beside the first, whatever the use (R5 ElementDefinition,
    binding.additional). `of_choice` says that it stands on an element of several types, such as `value[x]`.
    """

    strength: str
    value_set: str
    max_value_set: str | None
    additional: tuple[tuple[str, str], ...] = ()
    of_choice: bool = False

    @property
    def asks(self) -> bool:
        """Whether a value can break it: an example binds to nothing."""
        return self.strength != "example" or self.max_value_set is not None or bool(self.additional)


def maximum_of(element: Json) -> int:
    """The maximum of an element, `UNBOUNDED` for `*`."""
    maximum = str(element.get("max", "1"))
    return int(maximum) if maximum.isdecimal() and len(maximum) < MANY_DIGITS else UNBOUNDED


def binding_of(element: Json) -> Binding | None:
    """The binding of an element, `None` for one that names no value set.

    The largest value set is an extension in R4 and an additional binding of the purpose `maximum` from R5 on, which is
    "a required binding". Those that hold for some uses alone, or for one of several values, say nothing of a value by
    itself and are left out.
    """
    binding = element.get("binding")
    if not binding or "valueSet" not in binding:
        return None
    extended = (item.get("valueCanonical") for item in binding.get("extension", ()) if item.get("url") == MAX_VALUE_SET)
    stated = [item for item in _additional(binding) if item.get("valueSet")]
    if maximum_of(element) > 1:
        stated = [item for item in stated if not item.get("any")]
    always = [item for item in stated if not item.get("usage")]
    maximum = (item["valueSet"] for item in always if item.get("purpose") == "maximum")
    others = tuple(
        (_STRENGTHS[item["purpose"]], item["valueSet"]) for item in always if item.get("purpose") in _STRENGTHS
    )
    largest = next(extended, None) or next(maximum, None)
    of_choice = is_choice(str(element.get("path", "")))
    return Binding(binding.get("strength", "example"), binding["valueSet"], largest, others, of_choice)


def _additional(binding: Json) -> list[Json]:
    """The additional bindings: elements from R5 on, extensions before."""
    extended = [
        {part["url"]: part.get(next((key for key in part if key.startswith("value")), "")) for part in parts}
        for item in binding.get("extension", ())
        if item.get("url") in _ADDITIONAL
        and (parts := [part for part in item.get("extension", ()) if isinstance(part.get("url"), str)])
    ]
    return [*binding.get("additional", ()), *extended]
