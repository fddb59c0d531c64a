"""What an element says besides its types and values: how often it may be there, which value set it is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.fhir.json import Json

UNBOUNDED = 1 << 62
MANY_DIGITS = 40  # more than any number of times has, and fewer than Python refuses to read
_MAX_VALUE_SET = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding; `max_value_set` is the one that may not be left, where one is stated beside it."""

    strength: str
    value_set: str
    max_value_set: str | None


def maximum_of(element: Json) -> int:
    """The maximum of an element, `UNBOUNDED` for `*`."""
    maximum = str(element.get("max", "1"))
    return int(maximum) if maximum.isdecimal() and len(maximum) < MANY_DIGITS else UNBOUNDED


def binding_of(element: Json) -> Binding | None:
    """The binding of an element, `None` for one that names no value set.

    The largest value set is an extension in R4 and an additional binding of the purpose `maximum` from R5 on.
    """
    binding = element.get("binding")
    if not binding or "valueSet" not in binding:
        return None
    extended = (
        item.get("valueCanonical") for item in binding.get("extension", ()) if item.get("url") == _MAX_VALUE_SET
    )
    additional = (item.get("valueSet") for item in binding.get("additional", ()) if item.get("purpose") == "maximum")
    largest = next(extended, None) or next(additional, None)
    return Binding(binding.get("strength", "example"), binding["valueSet"], largest)
