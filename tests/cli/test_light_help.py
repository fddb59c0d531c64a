"""Help is there at once: it imports the command line and nothing that only a run needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rule_examples import write_project

# what a process says when it leaves: the packages of its modules, in our own the floors
TOLD = """
import atexit, sys
atexit.register(lambda: sys.stderr.write("\\n".join(
    {".".join(name.split(".")[:2]) if name.startswith("tabellion.") else name.partition(".")[0] for name in sys.modules}
)))
sys.argv = ["tabellion", *sys.argv[1:]]
from tabellion.cli import main
main()
"""
LIGHT = {"tabellion.cli", "tabellion.guide", "tabellion.version"}
HEAVY = {"fhir", "jinja2", "lxml", "markdown", "mkdocs", "numpy", "openpyxl", "pandas"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"], ["packages", "-h"], ["chek"]])
@pytest.mark.parametrize("lang", ["fr_FR.UTF-8", "en_GB.UTF-8"])
def test_help_imports_the_command_line_alone(tmp_path: os.PathLike[str], arguments: list[str], lang: str) -> None:
    """No floor below it but the defaults that helps name, no library that reads or writes anything."""
    environment = os.environ | {"LC_ALL": lang, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", TOLD, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    imported = set(done.stderr.split())
    assert "tabellion.cli" in imported, done.stderr
    assert set() == {name for name in imported if name.startswith("tabellion.")} - LIGHT
    assert set() == imported & HEAVY


@pytest.mark.parametrize(
    ("program", "is_there"),
    [
        ("import sys; sys.argv = ['tabellion', 'check']\nfrom tabellion.cli import main\nmain()", False),
        ("import tabellion; tabellion.check_project('.')", True),
    ],
    ids=["command line", "library"],
)
def test_a_check_waits_for_no_numpy(tmp_path: Path, program: str, is_there: bool) -> None:
    """openpyxl asks for it, to write what we never write; a caller of the library has an openpyxl that knows it."""
    write_project(tmp_path, "### Profils\n\n| Identifiant | Nom |\n|-|-|\n| pointe | Pointe |\n", "fr")  # in a workbook
    told = "import atexit, sys\natexit.register(lambda: sys.stderr.write(f\"\\nnumpy: {'numpy' in sys.modules}\"))\n"
    done = subprocess.run(
        [sys.executable, "-c", told + program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.endswith(f"numpy: {is_there}"), done.stderr
