"""What a secretariat does with comments: each function here is a command, which brings the desk and the options that
all of them share. The grid can do the same (`import --secretariat`)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.review.shared import NumberArgument, NumbersArgument, ReasonOption, as_command

if TYPE_CHECKING:
    from tabellion.review.secretariat.acts import Secretariat


class Verdict(StrEnum):
    """Whether a comment is admitted."""

    admissible = "admissible"
    to_complete = "to-complete"
    inadmissible = "inadmissible"


class Fate(StrEnum):
    """What becomes of the files that a comment came with."""

    shown = "shown"
    apart = "apart"
    deleted = "deleted"


class Opinion(StrEnum):
    """What the author says of the answer."""

    satisfied = "satisfied"
    not_satisfied = "not-satisfied"


def admit(
    desk: Secretariat,
    numbers: NumbersArgument,
    verdict: Annotated[
        Verdict, typer.Option("--as", help="What it is; the last two need a reason.")
    ] = Verdict.admissible,
    reason: ReasonOption = "",
) -> None:
    """Declare comments admissible, to be completed, or inadmissible."""
    for number in numbers:
        desk.admit(number, verdict.value, reason)


def split(
    desk: Secretariat,
    number: NumberArgument,
    into: Annotated[list[str], typer.Option("--into", help="One point, in the author's words. Repeatable.")],
) -> None:
    """Make a comment of each point of another, which stays as it was written."""
    for part in desk.split(number, into):
        typer.echo(part.number)


def group(
    desk: Secretariat,
    numbers: NumbersArgument,
    name: Annotated[str, typer.Option("--name", help="The theme.")],
) -> None:
    """Put comments under one theme; each keeps its own decision."""
    desk.group(numbers, name)


def duplicate(
    desk: Secretariat,
    number: NumberArgument,
    of: Annotated[str, typer.Option("--of", help="The number of the first comment, which is supported.")],
) -> None:
    """Mark a comment as a duplicate; both numbers stay, and the first is supported by its organization."""
    desk.duplicate(number, of)


def revise(
    desk: Secretariat,
    number: NumberArgument,
) -> None:
    """Confirm that a comment revises an earlier one of its organization."""
    desk.confirm_revision(number)


def assign(
    desk: Secretariat,
    numbers: NumbersArgument,
    to: Annotated[str, typer.Option("--to", help="Who looks into them.")],
) -> None:
    """Give comments to whoever looks into them."""
    for number in numbers:
        desk.assign(number, to)


def await_(
    desk: Secretariat,
    number: NumberArgument,
    whom: Annotated[str, typer.Option("--for", help="The body that has to answer first.")],
) -> None:
    """Record that a comment awaits another body."""
    desk.wait_for(number, whom)


def decide(
    desk: Secretariat,
    numbers: NumbersArgument,
    decision: Annotated[str, typer.Option("--as", help="The decision: accepted, not accepted, question answered…")],
    answer: Annotated[str, typer.Option("--answer", help="The answer with its reason; it is public.")] = "",
    version: Annotated[str, typer.Option("--version", help="The edition that is aimed at.")] = "",
    link: Annotated[str, typer.Option("--link", help="Where the body that was asked follows it.")] = "",
    same_as: Annotated[str, typer.Option("--same-as", help="The number of the comment that says the same.")] = "",
    impact: Annotated[str, typer.Option("--impact", help="breaking, compatible, non-substantive or none.")] = "",
    cell: Annotated[str, typer.Option("--cell", help="The cell to change; by default that of the element.")] = "",
) -> None:
    """Decide comments, with the reason; the cell to change is named."""
    for number in numbers:
        made = desk.decide(
            number, decision, answer, version=version, link=link, same_as=same_as, impact=impact, cell=cell
        )
        if made is not None and made.source_cell:
            typer.echo(f"{made.number}: {made.source_cell}")


def apply(
    desk: Secretariat,
    numbers: NumbersArgument,
    version: Annotated[str, typer.Option("--version", help="The edition that holds the change.")],
    change: Annotated[str, typer.Option("--change", help="The line of the change log.")] = "",
    cell: Annotated[str, typer.Option("--cell", help="The cell that was changed.")] = "",
) -> None:
    """Record which edition contains the change that was decided."""
    for number in numbers:
        desk.apply(number, version, change, cell)


def opinion(
    desk: Secretariat,
    number: NumberArgument,
    word: Annotated[Opinion, typer.Option("--as", help="Whether the answer suits its author.")],
    reason: ReasonOption = "",
) -> None:
    """Record what the author says of the answer; one that does not suit goes back to the deciders."""
    desk.opinion(number, word.value, reason)


def withdraw(
    desk: Secretariat,
    number: NumberArgument,
    reason: ReasonOption = "",
) -> None:
    """Withdraw a comment for its author; it stays in the register."""
    desk.withdraw(number, reason)


def mask(
    desk: Secretariat,
    number: NumberArgument,
    reason: ReasonOption,
    off: Annotated[bool, typer.Option("--off", help="Give the texts back to the public.")] = False,
) -> None:
    """Withhold the texts of a comment from the public; number, reason and date stay."""
    desk.mask(number, reason, masked=not off)


def anonymise(
    desk: Secretariat,
    numbers: NumbersArgument,
) -> None:
    """Take the person out of comments and of every file; the comments stay."""
    for number in numbers:
        desk.anonymise(number)


def attachments(
    desk: Secretariat,
    number: NumberArgument,
    to: Annotated[
        Fate, typer.Option("--as", help="What becomes of them: shown to the public, kept apart, or deleted for good.")
    ],
    reason: ReasonOption = "",
) -> None:
    """Show the files that a comment came with, keep them apart, or delete them; to look at them, `show --save`."""
    if to is Fate.deleted:
        desk.drop_attachments(number, reason)
    else:
        desk.show_attachments(number, shown=to is Fate.shown)


ACTS = (
    admit,
    split,
    group,
    duplicate,
    revise,
    assign,
    await_,
    decide,
    apply,
    opinion,
    withdraw,
    mask,
    anonymise,
    attachments,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for act in ACTS:
        app.command(act.__name__.rstrip("_"))(as_command(act))
