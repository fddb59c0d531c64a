"""The floors as docs/architecture.md draws them, against the contract and the imports."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
FLOORS: list[str] = next(item["layers"] for item in CONTRACTS if item["type"] == "layers")


def imports() -> dict[str, set[str]]:
    """The floors that each floor imports from."""
    graph = grimp.build_graph("tabellion")
    found: dict[str, set[str]] = {floor: set() for floor in FLOORS}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = ([*name.split("."), ""][1] for name in (module, imported))
            if here in found and there in found and here != there:
                found[here].add(there)
    return found


def reached(floor: str, below: dict[str, set[str]]) -> set[str]:
    """The floors that a floor imports from, itself or by others."""
    return below[floor].union(*(reached(item, below) for item in below[floor]))


def test_the_diagram_is_what_modules_import() -> None:
    """An arrow for each floor that is imported from, but where other arrows lead there."""
    below = imports()
    wanted = {
        (floor, item)
        for floor in FLOORS
        for item in below[floor]
        if not any(item in reached(other, below) for other in below[floor] - {item})
    }
    diagram = re.search(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    assert diagram is not None
    lines = (line.strip().split(" --> ") for line in diagram[1].splitlines() if "-->" in line)
    assert wanted == {(floor, item) for floor, items in lines for item in items.split(" & ")}


def test_the_table_of_floors_is_complete() -> None:
    """Every floor, from the top; the version has a sentence."""
    rows = re.findall(r"(?m)^\| `(\w+)` \|", PAGE.split("## The floors")[1])
    assert [floor for floor in FLOORS if floor != "version"] == rows[: len(FLOORS) - 1]
