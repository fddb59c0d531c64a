"""Where what is wrong with an example comes from: the cells of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tabellion.diagnostics import Finding, Place
from tabellion.diagnostics.model import json_pointer
from tabellion.elements.choices import capitalized
from tabellion.fhir.json_text import positions
from tabellion.guide.artifact import Artifact
from tabellion.validation.checks.structure_rules import MISSING_ELEMENT

SLICE = re.compile(r":[^.\[]+")
CHOICE = re.compile(r"\.ofType\((\w+)\)")


class ExampleCells:
    """Finds the cell that a finding about an example comes from, in time that does not depend on their number."""

    def __init__(self, artifact: Artifact, files: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._artifact = artifact
        self._files = files
        self._stated: dict[str, Place] = {}
        # by a form of a path: the cell of the longest path among those that have it, and among those below it
        self._at: dict[str, tuple[int, Place]] = {}
        self._below: dict[str, tuple[int, Place]] = {}
        # by what leads to a value in the resource, its cell
        self._by_pointer: dict[str, Place] = {}
        for (path, pointer), places in artifact.origins.items():
            if places:
                self._take(path, places[0])
                if pointer:
                    self._by_pointer[pointer] = places[0]

    def _take(self, path: str, place: Place) -> None:
        plain = _plain(path)
        self._stated.setdefault(plain, place)
        for form in {plain, _typed(path)}:
            _keep_longest(self._at, form, len(plain), place)
            for above in _above(form):
                _keep_longest(self._below, above, len(plain), place)

    def place_of(self, finding: Finding) -> Place:
        """The cell of the value that a finding is about, else the file, else the row of the example."""
        if (cell := self._of_missing(finding)) is not None:
            return cell
        if (cell := self._of_value(finding)) is not None:
            return cell
        best: tuple[int, Place] | None = None
        for about in (_plain(finding.expression), _typed(finding.expression)):
            found = [self._at.get(path) for path in (about, *_above(about))]
            found += [self._below.get(about)] if "." in about else []
            for match in filter(None, found):
                best = match if best is None or match[0] > best[0] else best
        if best is not None:
            return best[1]
        row = self._artifact.row
        if row is not None and row["file"]:
            return self._line_of(finding, row["file"])
        return self._artifact.place

    def _of_value(self, finding: Finding) -> Place | None:
        """The cell of the value itself, of the nearest that holds it, or of the first that stands in it."""
        pointer = finding.pointer
        about = (json_pointer(pointer[:length]) for length in range(len(pointer), 0, -1))
        cell = next((self._by_pointer[holder] for holder in about if holder in self._by_pointer), None)
        if cell is None and pointer:
            start = f"{json_pointer(pointer)}/"
            cell = next((place for held, place in self._by_pointer.items() if held.startswith(start)), None)
        return cell

    def _line_of(self, finding: Finding, file: str) -> Place:
        """Where a finding stands in the file: its value, else the nearest that it would stand in."""
        text = self._files.get(file, b"").decode("utf-8-sig", "replace")
        wanted = {finding.pointer[:length] for length in range(1, len(finding.pointer) + 1)}
        found = positions(text, wanted) if wanted else {}
        line, offset = found[max(found, key=len)] if found else (1, 1)
        return Place(f"examples/{file}", line=line, offset=offset)

    def _of_missing(self, finding: Finding) -> Place | None:
        """The cell of an element that is missing: one that says that it does not apply, or other values of a list."""
        if finding.rule is not MISSING_ELEMENT:
            return None
        element = str(finding.parameters["element"]).rpartition(".")[2]
        return self._stated.get(_plain(f"{finding.expression}.{element}"))


def _keep_longest(known: dict[str, tuple[int, Place]], path: str, length: int, place: Place) -> None:
    if path not in known or length > known[path][0]:
        known[path] = (length, place)


def _above(path: str) -> Iterator[str]:
    """The paths of what an element stands in."""
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


def _typed(path: str) -> str:
    """A path without slices and positions, a choice with its type as JSON names it: `medicationReference`."""
    named = CHOICE.sub(lambda found: capitalized(found[1]), path)
    named = re.sub(r"\.[a-z]\w*\[x\]:(\w+)", r".\1", named)
    return re.sub(r"\[\d+\]", "", SLICE.sub("", named))


def _plain(path: str) -> str:
    """A path without slices, positions and types of choices, so that cells and FHIRPath can be compared."""
    text = re.sub(r"\[\d+\]", "", SLICE.sub("", CHOICE.sub("", path))).replace("[x]", "")
    return re.sub(r"(value|effective|onset|deceased|multipleBirth)[A-Z]\w*", r"\1", text)
