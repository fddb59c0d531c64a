"""The program of HL7 that judges what we publish, and the guides built once for it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from needs import shared
from tabellion.files.lock import BusyError, Lock
from tabellion.pipeline.building import Result, build
from tabellion.pipeline.project import Project

ROOT = Path(__file__).resolve().parents[1]
GUIDES = {"sample": ROOT, "registry": ROOT / "tests" / "guides" / "registry"}
# what the validator says only because no terminology server answers: it cannot tell the codes of languages and formats
WITHOUT_TERMINOLOGY_SERVER = ("http://hl7.org/fhir/ValueSet/all-languages", "http://hl7.org/fhir/ValueSet/mimetypes")


@contextmanager
def alone() -> Iterator[Path]:
    """The home of HL7's validator, for one program at a time: each puts packages into the one cache, and as it starts
    takes away what it finds there half-written."""
    home = Path.home() / ".cache" / "official-validator"
    home.parent.mkdir(parents=True, exist_ok=True)
    while True:
        try:
            lock = Lock(home.with_suffix(".lock"))
        except BusyError:
            time.sleep(0.2)
        else:
            break
    try:
        yield home
    finally:
        lock.release()


def official(*arguments: str) -> str:
    """Run HL7's validator or snapshot generator; its own findings are no failure."""
    tool = shared("tools/official-validator/run")
    with alone():
        done = subprocess.run([sys.executable, str(tool), *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or re.search(r"^official-validator (did not start|stopped)", done.stderr, re.M):
        pytest.fail(f"the official validator ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


@dataclass(frozen=True)
class Guide:
    """A guide built from its sources, in a folder of its own."""

    output: Path
    result: Result

    @property
    def package(self) -> str:
        return str(next(self.output.glob("*.tgz")))


def build_guide(name: str, root: Path) -> Guide:
    """Build one of `GUIDES` in a folder."""
    shutil.copytree(GUIDES[name] / "sources", root / "sources")
    result = build(Project(root), site=False)
    assert not result.report.failed
    return Guide(root / "output", result)


def verdicts(guide: Guide) -> dict[str, list[dict[str, Any]]]:
    """The issues of each file of a guide by its path, those that only a terminology server could decide left out."""
    files = sorted(path.relative_to(guide.output).as_posix() for path in guide.output.rglob("*-*.json"))
    found = issues_of(guide.package, [guide.output / name for name in files])
    return {path.relative_to(guide.output).as_posix(): issues for path, issues in found.items()}


def issues_of(package: str, files: Sequence[Path]) -> dict[Path, list[dict[str, Any]]]:
    """The issues of each file beside a package, by one program for all of them."""
    return {
        Path(match["file"]): [
            issue
            for issue in match["issue"]
            if not any(text in json.dumps(issue, ensure_ascii=False) for text in WITHOUT_TERMINOLOGY_SERVER)
        ]
        for match in json.loads(official("validate", "--package", package, *map(str, files)))
    }
