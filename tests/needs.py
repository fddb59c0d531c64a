"""What a test needs that a machine may lack: skipped where it is absent, a failure where all is required."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def needs(present: object, what: str) -> None:
    """Skip the test unless `present`; under `TABELLION_REQUIRE_ALL=1` its absence is a failure."""
    if present:
        return
    if os.environ.get("TABELLION_REQUIRE_ALL") == "1":
        pytest.fail(f"required here and missing: {what}")
    pytest.skip(f"missing: {what}")


def shared(relative: str) -> Path:
    """A file or folder of the material beside the project; the test is skipped where it is absent."""
    path = SHARED / relative
    needs(path.exists(), f"{relative} beside the project")
    return path


def program(*names: str) -> str:
    """The path of the first of these programs that the machine has; the test is skipped without any."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    needs(found, " or ".join(names))
    assert found is not None
    return found
