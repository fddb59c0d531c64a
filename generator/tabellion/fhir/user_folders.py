"""The folders of the person who runs the program: our cache, and the cache that FHIR tools share."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Our cache: `TABELLION_CACHE`, else the platform's folder for caches. It may not exist yet."""
    if named := os.environ.get("TABELLION_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else _home() / "AppData" / "Local") / "tabellion" / "cache"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "tabellion"
    # The XDG base directory specification: a relative path is to be ignored.
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else _home() / ".cache") / "tabellion"


def fhir_cache_folder() -> Path:
    """The package cache that FHIR tools share: `.fhir/packages` in the home folder."""
    return _home() / ".fhir" / "packages"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # an account without a home folder: services and containers
        import tempfile

        return Path(tempfile.gettempdir())
