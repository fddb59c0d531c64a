"""The functions of FHIRPath and of FHIR, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tabellion.fhirpath.functions import collections, conversion, fhir, numbers, strings, types
from tabellion.fhirpath.functions.registry import Arguments, Function

__all__ = ["FUNCTIONS", "Arguments", "Function"]

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        name: function
        for room in (collections, conversion, fhir, numbers, strings, types)
        for name, function in room.FUNCTIONS.items()
    }
)
