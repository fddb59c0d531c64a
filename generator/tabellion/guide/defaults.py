"""What holds where a Guide sheet says nothing; apart, so that the command line starts without reading sheets."""

from __future__ import annotations

DEFAULT_FHIR_VERSION = "4.0.1"
"""The version of FHIR of what says none: French guides are on it."""
