"""Renamings, removals and accepted warnings: what pages and reports take into account."""

from __future__ import annotations

from tabellion.artifacts.editorial.sheets import ACCEPTED, REMOVALS, RENAMINGS
from tabellion.artifacts.kind import Kind
from tabellion.diagnostics import Term

KIND = Kind("editorial", Term("décision éditoriale", "editorial decision"), 95, (RENAMINGS, REMOVALS, ACCEPTED))
