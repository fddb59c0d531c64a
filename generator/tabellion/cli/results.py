"""`tabellion validate --results`: any number of messages, findings as Parquet."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from tabellion.cli.shared_options import Format

if TYPE_CHECKING:
    from tabellion.validation.runs import Setup


class EngineName(StrEnum):
    """Who validates."""

    local = "local"
    ray = "ray"


def refuse_what_does_not_go_with_results(files: list[str], *, official: bool, format: Format) -> None:
    """Wrong use: standard input, a second opinion, formats of findings; and parts of the program that are missing."""
    from importlib.util import find_spec

    if "-" in files or official or format not in (Format.text, Format.json):
        reason = "not with standard input, --official, or another format than text and json"
        raise typer.BadParameter(reason, param_hint="--results")
    if absent := [name for name in ("fsspec", "pyarrow") if find_spec(name) is None]:
        reason = f'{" and ".join(absent)} missing: pip install "tabellion[cluster]"'
        raise typer.BadParameter(reason, param_hint="--results")


def write_results(
    sources: list[str],
    setup: Setup,
    results: str,
    engine: EngineName,
    *,
    jobs: int,
    column: str | None,
    split: int,
    lang: str,
    format: Format,
) -> NoReturn:
    """Validate by an engine: findings go to `results`, their summary to standard output too. Ends the program."""
    from tabellion.validation.many.engines import local, ray_cluster
    from tabellion.validation.many.run import UnusableResultsError, validate_many
    from tabellion.validation.many.split_work import Work
    from tabellion.validation.source_texts import MEGABYTE

    # a worker may stand in another folder
    setup = replace(
        setup,
        packages=tuple(path.absolute() for path in setup.packages),
        project=None if setup.project is None else setup.project.absolute(),
    )
    results = results if "://" in results else str(Path(results).absolute())
    work = Work(setup, column, lang, results)
    try:
        workers = local if engine is EngineName.local else ray_cluster(jobs)
    except ImportError:
        raise typer.BadParameter('Ray is missing: pip install "tabellion[cluster]"', param_hint="--engine") from None
    except ConnectionError as fault:
        raise typer.BadParameter(str(fault), param_hint="--engine") from None
    try:
        summary, _ = validate_many(sources, work, workers, split * MEGABYTE)
    except UnusableResultsError as fault:
        raise typer.BadParameter(str(fault), param_hint="--results") from None
    sys.stdout.write(summary.as_text(lang) if format is Format.text else summary.as_json())
    raise typer.Exit(1 if summary.tally.invalid else 0)
