"""The page about what people expect: every check has its verdict, and the tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "expectations.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| ([AVR]\d+) \| [^|]+ \| ([^|]+) \| [^|]+ \| ([^|]*) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_every_check_has_its_verdict() -> None:
    """A1 to A24, V1 to V25, R1 to R24; what holds, wholly or partly, is shown by a test."""
    lines = LINE.findall(PAGE)
    checks = [f"{group}{number}" for group, most in (("A", 24), ("V", 25), ("R", 24)) for number in range(1, most + 1)]
    assert checks == [name for name, _, _ in lines]
    assert {verdict for _, verdict, _ in lines} <= {"holds", "partly", "not yet"}
    assert [] == [name for name, verdict, tests in lines if verdict != "not yet" and not TEST.search(tests)]


def test_the_tests_are_there() -> None:
    """Each named file has a test of that name."""
    missing = []
    for file, name in TEST.findall(PAGE):
        path = ROOT / "tests" / file
        if not path.is_file() or f"\ndef {name}(" not in path.read_text(encoding="utf-8"):
            missing.append(f"{file}::{name}")
    assert [] == missing
