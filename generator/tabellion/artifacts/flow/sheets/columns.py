"""What several of these sheets have."""

from __future__ import annotations

NO_RESOURCE = "flows and use cases are told to people: no resource of FHIR is made from them"
