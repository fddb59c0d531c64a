"""The code systems that an expansion used, as its parameters have them."""

from __future__ import annotations

import pytest

from tabellion.fhir.json import Json
from tabellion.terminology.used_systems import used_system


@pytest.mark.parametrize(
    ("canonical", "parameter"),
    [
        ("http://loinc.org|2.76", {"valueUri": "http://loinc.org|2.76"}),
        ("urn:oid:2.16.840.1.113883.6.238", {"valueUri": "urn:oid:2.16.840.1.113883.6.238"}),
        ("urn:oid:2.16.840.1.113883.6.238|1.2", {"valueString": "urn:oid:2.16.840.1.113883.6.238|1.2"}),
    ],
)
def test_a_system_with_its_version(canonical: str, parameter: Json) -> None:
    """What begins as an OID has to be one to its end where a uri is asked for (R4 datatypes.html#uri)."""
    assert {"name": "used-codesystem"} | parameter == used_system(canonical)
