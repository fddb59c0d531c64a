"""Validating sources of any size: cut into splits, given to an engine, gathered in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tabellion.diagnostics import Finding, Place, rule
from tabellion.validation.many.engines import ATTEMPTS, WorkEngine
from tabellion.validation.many.piece_texts import count_lines
from tabellion.validation.many.pieces import SourcePiece, Split, pieces, splits
from tabellion.validation.many.split_work import Done, Work, kept, validated
from tabellion.validation.many.summary import Summary
from tabellion.validation.runs import Outcome
from tabellion.validation.source_texts import MEGABYTE

if TYPE_CHECKING:
    import pyarrow

PART_NOT_VALIDATED = rule(
    "VA097",
    "part-not-validated",
    "error",
    "exception",
    fr="cette partie n'a pas été validée : les processus qui l'ont lue se sont arrêtés ({attempts} fois)",
    en="this part was not validated: the processes that read it died ({attempts} times)",
    help_fr="donnez plus de mémoire à chaque processus, ou des parties plus petites : « --split »",
    help_en="give each process more memory, or smaller parts: `--split`",
)
SPLIT = 16 * MEGABYTE
"""Bytes of a split: some thousands of messages, which take a few seconds."""


class UnusableResultsError(ValueError):
    """Results are to go where something is already, or where nothing can be written."""


def validate_many(
    sources: Sequence[str], work: Work, engine: WorkEngine, limit: int = SPLIT
) -> tuple[Summary, list[pyarrow.Table]]:
    """Validate what is in files, folders and object storage; give the counts, and the rows unless they are written.

    The findings are the same by every engine, and in the order of the sources. With `work.results` they are written
    there, as `findings/*.parquet` and `summary.json`; raises `UnusableResultsError` where something is there already
    or nothing can be written.
    """
    if work.results is not None:
        _open_results(work.results)
    planned = list(splits(numbered(list(pieces(sources, limit)), engine), limit))
    total, rows = Summary(), []
    results = engine(validated, [(work, number, split) for number, split in enumerate(planned)])
    for number, (split, done) in enumerate(zip(planned, results, strict=True)):
        told = done if done is not None else _lost(work, number, split)
        total.add(told.summary)
        rows += told.rows
    if work.results is not None:
        _write_summary(work.results, total)
    return total, rows


def numbered(found: list[SourcePiece], engine: WorkEngine) -> list[SourcePiece]:
    """The pieces with the numbers of their first lines, which those before them in their file tell."""
    cut = [at for at, piece in enumerate(found) if piece.kind == "lines" and piece.end >= 0]
    first = 1
    for at, count in zip(cut, engine(count_lines, [(found[at],) for at in cut]), strict=True):
        first = 1 if found[at].start == 0 else first
        found[at] = found[at]._replace(first=first)
        first += count or 0
    return found


def _lost(work: Work, number: int, split: Split) -> Done:
    """What is told of a split that no worker could validate: each of its pieces is an error."""
    outcomes = (_lost_piece(piece.name, piece.first) for piece in split)
    summary = Summary()
    return Done(summary, kept(work, number, summary.counted(outcomes, work.lang)))


def _lost_piece(name: str, line: int) -> Outcome:
    finding = Finding(PART_NOT_VALIDATED, Place(name, line=line), {"attempts": ATTEMPTS})
    return Outcome(name, line, [finding], valid=False, resource=False)


def _open_results(results: str) -> None:
    import fsspec

    try:
        storage, path = fsspec.url_to_fs(results)
        if storage.exists(path) and (storage.isfile(path) or storage.ls(path)):
            raise UnusableResultsError(f"something is there already: {results}")
        storage.makedirs(path, exist_ok=True)
    except UnusableResultsError:
        raise
    except Exception as fault:  # drivers of storage raise errors of their own kinds
        raise UnusableResultsError(f"{results}: {fault}") from fault


def _write_summary(results: str, total: Summary) -> None:
    import fsspec

    with fsspec.open(f"{results}/summary.json", "w", encoding="utf-8", auto_mkdir=True) as stream:
        stream.write(total.as_json())
