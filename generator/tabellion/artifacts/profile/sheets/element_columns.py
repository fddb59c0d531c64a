"""The columns that tell the facets of an element, in Elements as in Common rules."""

from __future__ import annotations

from tabellion.artifacts.profile.sheets.element_rules import RULES_AND_USE
from tabellion.artifacts.profile.sheets.element_slicing import SLICING
from tabellion.artifacts.profile.sheets.element_texts import TEXTS
from tabellion.artifacts.profile.sheets.element_values import OCCURRENCE_AND_VALUES

ELEMENT_COLUMNS = (*OCCURRENCE_AND_VALUES, *TEXTS, *SLICING, *RULES_AND_USE)
