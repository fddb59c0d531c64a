"""Validating many texts, in this process or in several, with the findings in the order of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.validation.files import Text
from tabellion.validation.issues import Issues
from tabellion.validation.loading import load_validator
from tabellion.validation.validator import Validator

_TOGETHER = 100
"""Texts that go to another process at once: fewer spend more on the way than on the work."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What another process needs to validate as this one does."""

    packages: tuple[Path, ...]
    project: Path | None
    profiles: tuple[str, ...]
    lang: str


class Outcome(NamedTuple):
    """The issues of one text, as OperationOutcome.issue has them."""

    file: str
    line: int
    issues: list[Json]
    valid: bool


def outcomes(validator: Validator, texts: Iterable[Text], setup: Setup, jobs: int = 1) -> Iterator[Outcome]:
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


def outcome(validator: Validator, text: Text, setup: Setup) -> Outcome:
    """The outcome of one text; the lines of its issues are those of the file."""
    found = Issues([text.fault]) if text.fault is not None else validator.validate(text.content, setup.profiles)
    if text.line:
        found = Issues(replace(one, line=text.line + max(one.line, 1) - 1, column=max(one.column, 1)) for one in found)
    return Outcome(text.file, text.line, [one.as_json(setup.lang) for one in found], found.valid)


def _parts(texts: Iterable[Text]) -> Iterator[list[Text]]:
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


def _work(part: Sequence[Text]) -> list[Outcome]:
    assert _Here.validator is not None and _Here.setup is not None
    return [outcome(_Here.validator, text, _Here.setup) for text in part]
