"""What a secretariat does with comments, one command for each act; the grid can do the same (`import
--secretariat`)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.review.shared import (
    AtOption,
    ByOption,
    NumberArgument,
    NumbersArgument,
    ReasonOption,
    ReviewOption,
    acting,
)
from tabellion.cli.shared_options import LangOption, ProjectOption


class Verdict(StrEnum):
    """Whether a comment is admitted."""

    admissible = "admissible"
    to_complete = "to-complete"
    inadmissible = "inadmissible"


class Opinion(StrEnum):
    """What the author says of the answer."""

    satisfied = "satisfied"
    not_satisfied = "not-satisfied"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (admit, split, group, duplicate, revise, assign, decide, apply, opinion, withdraw, mask, anonymise):
        app.command()(command)
    app.command("await")(await_)


def admit(
    numbers: NumbersArgument,
    verdict: Annotated[
        Verdict, typer.Option("--as", help="What it is; the last two need a reason.")
    ] = Verdict.admissible,
    reason: ReasonOption = "",
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Declare comments admissible, to be completed, or inadmissible."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        for number in numbers:
            desk.admit(number, verdict.value, reason)


def split(
    number: NumberArgument,
    into: Annotated[list[str], typer.Option("--into", help="One point, in the author's words. Repeatable.")],
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Make a comment of each point of another, which stays as it was written."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        for part in desk.split(number, into):
            typer.echo(part.number)


def group(
    numbers: NumbersArgument,
    name: Annotated[str, typer.Option("--name", help="The theme.")],
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Put comments under one theme; each keeps its own decision."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.group(numbers, name)


def duplicate(
    number: NumberArgument,
    of: Annotated[str, typer.Option("--of", help="The number of the first comment, which is supported.")],
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Mark a comment as a duplicate; both numbers stay, and the first is supported by its organization."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.duplicate(number, of)


def revise(
    number: NumberArgument,
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Confirm that a comment revises an earlier one of its organization."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.confirm_revision(number)


def assign(
    numbers: NumbersArgument,
    to: Annotated[str, typer.Option("--to", help="Who looks into them.")],
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Give comments to whoever looks into them."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        for number in numbers:
            desk.assign(number, to)


def await_(
    number: NumberArgument,
    whom: Annotated[str, typer.Option("--for", help="The body that has to answer first.")],
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Say that a comment waits for another body."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.wait_for(number, whom)


def decide(
    numbers: NumbersArgument,
    decision: Annotated[str, typer.Option("--as", help="The decision: accepted, not accepted, question answered…")],
    answer: Annotated[str, typer.Option("--answer", help="The answer with its reason; it is public.")] = "",
    version: Annotated[str, typer.Option("--version", help="The edition that is aimed at.")] = "",
    link: Annotated[str, typer.Option("--link", help="Where the body that was asked follows it.")] = "",
    same_as: Annotated[str, typer.Option("--same-as", help="The number of the comment that says the same.")] = "",
    impact: Annotated[str, typer.Option("--impact", help="breaking, compatible, non-substantive or none.")] = "",
    cell: Annotated[str, typer.Option("--cell", help="The cell to change; by default that of the element.")] = "",
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Decide comments, with the reason; the cell to change is named."""
    said = spoken(lang, project)
    with acting(project, review, by, at, said) as desk:
        for number in numbers:
            made = desk.decide(
                number, decision, answer, version=version, link=link, same_as=same_as, impact=impact, cell=cell
            )
            if made is not None and made.source_cell:
                typer.echo(f"{made.number}: {made.source_cell}")


def apply(
    numbers: NumbersArgument,
    version: Annotated[str, typer.Option("--version", help="The edition that holds the change.")],
    change: Annotated[str, typer.Option("--change", help="The line of the change log.")] = "",
    cell: Annotated[str, typer.Option("--cell", help="The cell that was changed.")] = "",
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Say which edition holds the change that was decided."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        for number in numbers:
            desk.apply(number, version, change, cell)


def opinion(
    number: NumberArgument,
    word: Annotated[Opinion, typer.Option("--as", help="Whether the answer suits its author.")],
    reason: ReasonOption = "",
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Record what the author says of the answer; one that does not suit goes back to the deciders."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.opinion(number, word.value, reason)


def withdraw(
    number: NumberArgument,
    reason: ReasonOption = "",
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Withdraw a comment for its author; it stays in the register."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.withdraw(number, reason)


def mask(
    number: NumberArgument,
    reason: ReasonOption,
    off: Annotated[bool, typer.Option("--off", help="Give the texts back to the public.")] = False,
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Keep the texts of a comment from the public; number, reason and date stay."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        desk.mask(number, reason, masked=not off)


def anonymise(
    numbers: NumbersArgument,
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Take the person out of comments and of every file; the comments stay."""
    with acting(project, review, by, at, spoken(lang, project)) as desk:
        for number in numbers:
            desk.anonymise(number)
