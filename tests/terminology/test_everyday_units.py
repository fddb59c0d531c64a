"""The units that need no parser."""

from __future__ import annotations

import pytest

from tabellion.terminology import ucum


@pytest.mark.parametrize("code", sorted(ucum.EVERYDAY))
def test_an_everyday_unit_is_one_of_ucum(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the parser too."""
    monkeypatch.setattr(ucum, "EVERYDAY", frozenset())
    ucum._parsed.cache_clear()
    assert ucum.is_valid(code)
