"""The wheel, installed alone in an empty environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from needs import needs

ROOT = Path(__file__).resolve().parents[2]
WHAT_MAKES_IT = ("pyproject.toml", "README.md", "LICENSE", "generator/tabellion")

pytestmark = pytest.mark.xdist_group("wheel")  # built once, by one process


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(item) for item in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    for name in WHAT_MAKES_IT:  # a copy: setuptools works in a folder `build` beside what it builds
        source, copy = ROOT / name, folder / "project" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
    project = str(folder / "project")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), project]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    needs(done.returncode == 0, f"setuptools from the package index: {done.stderr[-300:]}")
    return next(folder.glob("*.whl"))


def test_the_wheel_brings_everything_but_code(wheel: Path) -> None:
    """Pages of rules, templates, styles, licences and the mark of typed packages are in the wheel."""
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "tabellion/py.typed",
        "tabellion/diagnostics/pages/fr/TB003.md",
        "tabellion/publish/templates/page.j2",
        "tabellion/publish/assets/guide.css",
    ):
        assert name in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_alone_makes_a_guide(wheel: Path, tmp_path: Path) -> None:
    """`new`, `check` and `build` work from the installed wheel, far from the sources of the project."""
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = next(path for path in (tmp_path / "venv").glob("*/python*") if path.stem == "python")
    install = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", str(wheel)], capture_output=True, text=True, check=False
    )
    needs(install.returncode == 0, f"the dependencies from the package index: {install.stderr[-300:]}")
    assert run(python, "-m", "tabellion", "--version", cwd=tmp_path).startswith("tabellion ")
    run(python, "-m", "tabellion", "new", "guide", cwd=tmp_path)
    run(python, "-m", "tabellion", "check", "--project", "guide", cwd=tmp_path)
    run(python, "-m", "tabellion", "build", "--project", "guide", cwd=tmp_path)
    assert (tmp_path / "guide" / "site" / "index.html").is_file()
