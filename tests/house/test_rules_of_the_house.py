"""What every file of the project is held to."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
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


def test_each_class_has_a_name_of_its_own() -> None:
    """Two classes of one name are taken for each other by whoever reads."""
    sources = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "generator").rglob("*.py")))
    names = Counter(name for source in sources for name in re.findall(r"^ *class ([A-Za-z]\w*)", source, re.MULTILINE))
    assert [] == [name for name, count in names.items() if count > 1]


def test_exceptions_end_in_error() -> None:
    """What is raised is known by its name."""
    made = re.compile(r"^ *class (\w+)\(.*(?:Exception|Error)\b.*\):", re.MULTILINE)
    sources = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "generator").rglob("*.py")))
    names = [name for source in sources for name in made.findall(source)]
    assert names and [] == [name for name in names if not name.endswith("Error")]
