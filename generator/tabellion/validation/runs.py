"""Validating many texts, in this process or in several, with the findings in the order of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tabellion.diagnostics import Finding, Report
from tabellion.fhir.json_text import NO_OBJECT, NO_RESOURCE_TYPE
from tabellion.fhir.xml_reader import ELEMENT_OUTSIDE_FHIR_NAMESPACE
from tabellion.validation.loading import load_validator
from tabellion.validation.selection import EVERYTHING, Selection
from tabellion.validation.source_texts import FILE_LEFT_ASIDE, NOTHING_TO_VALIDATE, REQUEST_WITHOUT_RESOURCE, SourceText
from tabellion.validation.validator import Validator

_TOGETHER = 100
"""Texts that go to another process at once: fewer spend more on the way than on the work."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What another process needs to validate as this one does."""

    packages: tuple[Path, ...]
    project: Path | None
    profiles: tuple[str, ...]
    selection: Selection = EVERYTHING


class Outcome(NamedTuple):
    """The findings about one text, in its file; `resource` is false for a file left aside."""

    file: str
    line: int
    findings: list[Finding]
    valid: bool
    resource: bool = True


def outcomes(validator: Validator, texts: Iterable[SourceText], setup: Setup, jobs: int = 1) -> Iterator[Outcome]:
    """The outcome of each text, in order. With `jobs` above 1 the work is shared between as many processes.

    No more texts are held than the processes are busy with, so that memory does not grow with their number.
    """
    if jobs <= 1:
        for text in texts:
            yield outcome(validator, text, setup)
        return
    parts = _parts(texts)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(setup,)) as pool:
        waiting: list[Future[list[Outcome]]] = []
        for part in islice(parts, jobs * 2):
            waiting.append(pool.submit(_work, part))
        while waiting:
            yield from waiting.pop(0).result()
            for part in islice(parts, 1):
                waiting.append(pool.submit(_work, part))


def outcome(validator: Validator, text: SourceText, setup: Setup) -> Outcome:
    """The outcome of one text; the lines of its findings are those of the file."""
    found = Report([text.fault]) if text.fault is not None else validator.validate(text.content, setup.profiles)
    if text.of_folder and _is_something_else(found, validator):
        found = Report([Finding(FILE_LEFT_ASIDE, parameters={"reason": REQUEST_WITHOUT_RESOURCE})])
    resource = not any(match.rule in (FILE_LEFT_ASIDE, NOTHING_TO_VALIDATE) for match in found)
    if not setup.selection.changes_nothing:
        found = Report(setup.selection.of(found))
    return Outcome(text.file, text.line, [in_file(match, text) for match in found], found.valid, resource)


def in_file(finding: Finding, text: SourceText) -> Finding:
    """A finding about a text at its file; in a stream, at its line there."""
    place = replace(finding.place, file=text.file)
    if text.line:
        place = replace(place, line=text.line + max(place.line, 1) - 1, offset=max(place.offset, 1))
    return replace(finding, place=place)


def _is_something_else(found: Report, validator: Validator) -> bool:
    """Whether a text is JSON or XML of other things than FHIR: no type, and no element that is called as one."""
    return len(found) > 0 and all(
        match.parameters.get("reason") in (NO_OBJECT, NO_RESOURCE_TYPE)
        or (match.rule is ELEMENT_OUTSIDE_FHIR_NAMESPACE and match.value not in validator.support.resource_types)
        for match in found
    )


def _parts(texts: Iterable[SourceText]) -> Iterator[list[SourceText]]:
    source = iter(texts)
    while part := list(islice(source, _TOGETHER)):
        yield part


class _Here:
    """What a process of the pool keeps between its pieces of work."""

    validator: Validator | None = None
    setup: Setup | None = None


def _start(setup: Setup) -> None:
    _Here.setup = setup
    _Here.validator = load_validator(setup.packages, setup.project, Report())


def _work(part: Sequence[SourceText]) -> list[Outcome]:
    assert _Here.validator is not None and _Here.setup is not None
    return [outcome(_Here.validator, text, _Here.setup) for text in part]
