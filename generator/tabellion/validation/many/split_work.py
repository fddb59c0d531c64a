"""What a worker does with a split: it validates its texts and writes what is found, the guide loaded once a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tabellion.diagnostics import Report
from tabellion.validation.loading import load_validator
from tabellion.validation.many.piece_texts import piece_texts
from tabellion.validation.many.pieces import Split
from tabellion.validation.many.rows import schema, tables
from tabellion.validation.many.summary import Summary
from tabellion.validation.runs import Outcome, Setup, outcome
from tabellion.validation.validator import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow

    from tabellion.diagnostics import Finding


@dataclass(frozen=True)
class Work:
    """What each worker is told: how to validate, the column of Parquet files, the language, where results go."""

    setup: Setup
    column: str | None
    lang: str
    results: str | None
    """A folder or an address; `None` gives the rows back."""


class Done(NamedTuple):
    """What comes back of a split: its counts, and its rows when they are not written."""

    summary: Summary
    rows: list[pyarrow.Table]


def validated(work: Work, number: int, split: Split) -> Done:
    """Validate a split. Done twice, it gives the same and writes the same file."""
    summary = Summary()
    return Done(summary, kept(work, number, summary.counted(_outcomes(work, split), work.lang)))


def kept(work: Work, number: int, findings: Iterable[Finding]) -> list[pyarrow.Table]:
    """Write the findings of the split of a number, or give their rows."""
    rows = tables(findings, work.lang)
    if work.results is None:
        return list(rows)
    import fsspec
    from pyarrow import parquet

    path = f"{work.results}/findings/{number:08}.parquet"
    with fsspec.open(path, "wb", auto_mkdir=True) as stream, parquet.ParquetWriter(stream, schema()) as writer:
        for part in rows:
            writer.write_table(part)
    return []


def _outcomes(work: Work, split: Split) -> Iterator[Outcome]:
    validator = _validator(work.setup)
    for piece in split:
        for text in piece_texts(piece, work.column):
            found = outcome(validator, text, work.setup)
            yield found if piece.kind != "parquet" else _of_row(found)


def _of_row(found: Outcome) -> Outcome:
    """A cell is one row of its file, whatever lines its text has."""
    findings = [replace(item, place=replace(item.place, line=found.line)) for item in found.findings]
    return found._replace(findings=findings)


@lru_cache(maxsize=1)
def _validator(setup: Setup) -> Validator:
    validator = load_validator(setup.packages, setup.project, Report())
    if validator is None:
        raise RuntimeError("a worker cannot open what the one who sent the work could")
    return validator
