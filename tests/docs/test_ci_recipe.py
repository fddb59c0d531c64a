"""The recipe for CI is run as it is written, in a guide that somebody has just begun."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from needs import program
from tabellion.diagnostics import Report
from tabellion.pipeline.new_project.project import start
from tabellion.pipeline.new_project.wanted import NewGuide

RECIPE = (Path(__file__).parents[2] / "docs" / "ci-recipe.md").read_text(encoding="utf-8")
# the environment and the installation are those of the test: another test installs the wheel
SHIMS = {
    "python": 'case "$2" in venv) mkdir -p .venv/bin; : > .venv/bin/activate;; pip) ;; *) exec "{python}" "$@";; esac',
    "tabellion": 'exec "{python}" -m tabellion "$@"',
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", RECIPE, re.DOTALL)


def commands(settings: Any) -> list[str]:
    """What the jobs of a workflow run, in the order of the file."""
    if isinstance(settings, dict):
        own = [settings["run"]] if "run" in settings else list(settings.get("script", ()))
        return own + [found for value in settings.values() for found in commands(value)]
    if isinstance(settings, list):
        return [found for value in settings for found in commands(value)]
    return []


SCRIPTS = {"shell": blocks("sh")[0]} | {
    f"workflow {number}": "\n".join(commands(yaml.safe_load(text))) for number, text in enumerate(blocks("yaml"), 1)
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A new guide with the output that was built from it, committed."""
    git, root = program("git"), tmp_path / "guide"
    start(root, NewGuide(date(2024, 3, 15), ("fr",)), Report())
    assert 0 == run("tabellion build --no-site", root, tmp_path)[0]
    author = ("-c", "user.name=Author", "-c", "user.email=author@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*author, "commit", "-q", "-m", "The guide as it was begun")):
        subprocess.run([git, *arguments], cwd=root, check=True)
    return root


def run(script: str, root: Path, folder: Path) -> tuple[int, str]:
    """Run a script as CI does, up to the first command that fails: its exit code, and what was said."""
    shims = folder / "shims"
    shims.mkdir(exist_ok=True)
    for name, text in SHIMS.items():
        (shims / name).write_text("#!/bin/sh\n" + text.replace("{python}", sys.executable) + "\n", encoding="utf-8")
        (shims / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{shims}{os.pathsep}{os.environ['PATH']}"}
    command = [program("sh"), "-e", "-c", script]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False, timeout=300)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def test_every_block_of_the_recipe_is_tried() -> None:
    """A block that is added without commands, or in another language, would not be."""
    assert 3 == len(SCRIPTS)
    assert ["sh", "yaml", "yaml"] == re.findall(r"```(\w+)\n", RECIPE)
    assert all("tabellion check" in script and "git diff" in script for script in SCRIPTS.values())


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_guide_whose_output_is_committed_passes(name: str, repository: Path, tmp_path: Path) -> None:
    """The site is there where the recipe keeps it."""
    code, said = run(SCRIPTS[name], repository, tmp_path)
    assert 0 == code, said
    assert ("tabellion build\n" in f"{SCRIPTS[name]}\n") == (repository / "site" / "index.html").is_file()


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_output_that_the_tables_do_not_give_fails(name: str, repository: Path, tmp_path: Path) -> None:
    """Somebody changed an artifact by hand; git names it."""
    path = next(repository.glob("output/StructureDefinition-*.json"))
    path.write_text(path.read_text(encoding="utf-8").replace('"draft"', '"active"'), encoding="utf-8")
    git = program("git")
    author = ("-c", "user.name=Author", "-c", "user.email=author@example.org")
    subprocess.run([git, *author, "commit", "-q", "-a", "-m", "By hand"], cwd=repository, check=True)
    code, said = run(SCRIPTS[name], repository, tmp_path)
    assert (1, True) == (code, path.name in said), said


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_fault_in_the_tables_fails(name: str, repository: Path, tmp_path: Path) -> None:
    """It is told before anything is built."""
    (repository / "sources" / "Concepts.csv").write_text("Jeu de valeurs;Code\nnone;a\n", encoding="utf-8")
    code, said = run(SCRIPTS[name], repository, tmp_path)
    assert (1, True) == (code, "Concepts.csv" in said), said


@pytest.mark.parametrize(
    ("english", "french"),
    [("ci-recipe.md", "ci-recipe.fr.md"), ("packages.md", "packages.fr.md"), ("receiver.md", "receiver.fr.md")],
)
def test_both_languages_show_the_same_commands(english: str, french: str) -> None:
    """What is run from one page is what is run from the other; only names of files that stand for others differ."""
    docs = Path(__file__).parents[2] / "docs"
    shown = [
        re.findall(r"```(?:sh|yaml)\n(.*?)```", (docs / name).read_text(encoding="utf-8"), re.DOTALL)
        for name in (english, french)
    ]
    assert shown[1] and shown[0] == shown[1]
