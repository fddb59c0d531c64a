"""Where a resource is malformed: what is judged of a value that has not its form says nothing of what was meant."""

from __future__ import annotations

from tabellion.diagnostics import Finding, Pointer
from tabellion.elements.choices import type_in
from tabellion.validation.checks.structure_rules import (
    BAD_PRIMITIVE_VALUE,
    CONTENT_OF_ANOTHER_TYPE,
    EMPTY_LIST,
    EMPTY_OBJECT,
    NO_SUCH_RESOURCE_TYPE,
    NULL_VALUE,
    UNKNOWN_PROPERTY,
    WRONG_JSON_KIND,
)

_OF_FORM = frozenset(
    {
        BAD_PRIMITIVE_VALUE, CONTENT_OF_ANOTHER_TYPE, EMPTY_LIST, EMPTY_OBJECT, NO_SUCH_RESOURCE_TYPE, NULL_VALUE,
        WRONG_JSON_KIND,
    }
)  # fmt: skip


def malformed_at(finding: Finding) -> Pointer | None:
    """The place whose form is wrong by a finding; `None` where it is about something else, or no error.

    A name that is none is about the place that its nearest name would have: the value is there, under another name.
    """
    if finding.severity != "error":
        return None
    if finding.rule is UNKNOWN_PROPERTY and finding.suggestion is not None:
        return (*finding.pointer[:-1], finding.suggestion)
    return finding.pointer if finding.rule in _OF_FORM else None


def names(pointer: Pointer) -> list[str]:
    """The names of elements on a pointer, without positions; what stands beside a primitive is of its element."""
    return [step.removeprefix("_") for step in pointer if isinstance(step, str)]


def is_name(key: str, element: str) -> bool:
    """Whether a key of JSON is that of an element by its name in FHIRPath: `valueQuantity` is one of `value`."""
    return key == element or bool(type_in(key, element))
