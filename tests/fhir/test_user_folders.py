"""Where caches are, system by system."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.fhir import user_folders
from tabellion.fhir.user_folders import cache_folder, fhir_cache_folder

VARIABLES = ("TABELLION_CACHE", "LOCALAPPDATA", "XDG_CACHE_HOME")


@pytest.mark.parametrize(
    ("platform", "settings", "expected"),
    [
        ("linux", {}, "/home/a/.cache/tabellion"),
        ("linux", {"XDG_CACHE_HOME": "/var/a"}, "/var/a/tabellion"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/a/.cache/tabellion"),
        ("linux", {"TABELLION_CACHE": "/cache", "XDG_CACHE_HOME": "/var/a"}, "/cache"),
        ("darwin", {}, "/home/a/Library/Caches/tabellion"),
        ("win32", {"LOCALAPPDATA": "/users/a/local"}, "/users/a/local/tabellion/cache"),
        ("win32", {}, "/home/a/AppData/Local/tabellion/cache"),
    ],
)
def test_our_cache(monkeypatch: pytest.MonkeyPatch, platform: str, settings: dict[str, str], expected: str) -> None:
    """The setting wins, then what the system says."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(user_folders.sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/a"))
    assert Path(expected) == cache_folder()


def test_the_cache_of_fhir_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the home folder; an account without one has a temporary folder."""
    monkeypatch.setattr(Path, "home", lambda: Path("/home/a"))
    assert Path("/home/a/.fhir/packages") == fhir_cache_folder()

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert ".fhir" == fhir_cache_folder().parent.name
