"""What every file of the project is held to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "command",
    [
        ("importlinter.cli", "lint_imports_command"),
        ("ruff", "check", "generator", "tests", "benchmarks"),
        ("ruff", "format", "--check", "generator", "tests", "benchmarks"),
        ("mypy",),
    ],
    ids=["import contract", "lint", "format", "types"],
)
def test_tools_find_nothing(command: tuple[str, ...]) -> None:
    """Floors import only from below, files are linted, formatted and typed."""
    if command[0] == "importlinter.cli":
        start = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    else:
        start = [sys.executable, "-m", *command]
    done = subprocess.run(start, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
