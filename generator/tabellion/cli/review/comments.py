"""`tabellion review grid`, `import`, `list`, `show` and `export`: what goes out and what comes in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.review.shared import (
    BUSY,
    DAMAGED,
    AtOption,
    ByOption,
    NumberArgument,
    ReviewOption,
    chosen,
    when,
    who,
)
from tabellion.cli.shared_options import (
    MACHINE,
    EverythingOption,
    Format,
    FormatOption,
    LangOption,
    ProjectOption,
    exit_code,
    tell_any,
)

if TYPE_CHECKING:
    from tabellion.review.record.comment import Comment
    from tabellion.review.register.frozen import FrozenReview

DONE = {
    "fr": "{file} : {new} nouveaux, {revised} révisés, {same} déjà reçus, {proposed} révisions probables, "
    "{noted} notes, {refused} refusés{receipt}",
    "en": "{file}: {new} new, {revised} revised, {same} already received, {proposed} probable revisions, {noted} "
    "notes, "
    "{refused} refused{receipt}",
}
RECEIPT = {"fr": " ; copie de réception : {path}", "en": "; receipt copy: {path}"}
RECEIPT_NAME = {"fr": "recu", "en": "receipt"}
DUPLICATE = {
    "fr": "{second} ressemble à {first} ({likeness} %) : tabellion review duplicate {second} --of {first}",
    "en": "{second} is like {first} ({likeness} %): tabellion review duplicate {second} --of {first}",
}
REVISION = {
    "fr": "{number} semble réviser {first} : tabellion review revise {number}",
    "en": "{number} seems to revise {first}: tabellion review revise {number}",
}

CONFLICT = {
    "fr": "deux branches ont décidé autrement de : {fields} ; la dernière vaut, confirmez-la",
    "en": "two branches decided otherwise about: {fields}; the later one holds, confirm it",
}

ATTACHMENT = {
    "shown": {"fr": "montré au public", "en": "shown to the public"},
    "apart": {"fr": "gardé à part", "en": "kept apart"},
}


class RegisterShape(StrEnum):
    """A shape of the register."""

    xlsx = "xlsx"
    full = "full"
    csv = "csv"
    json = "json"
    hl7 = "hl7"
    iso = "iso"
    fhir = "fhir"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(grid)
    app.command("import")(import_)
    app.command("list")(list_)
    app.command()(show)
    app.command()(export)


def grid(
    artifacts: Annotated[
        list[str] | None, typer.Argument(metavar="ARTIFACT...", help="Artifacts, as Type/id or id; by default all.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.", dir_okay=False)] = None,
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Make the grid that contributors fill, with the points of all artifacts or of some."""
    from tabellion.files.moving import write_whole
    from tabellion.review.grid.rows import point_row
    from tabellion.review.grid.workbook import grid_workbook
    from tabellion.tables.headings import fold

    said = spoken(lang, project)
    found = chosen(project, review, said)
    wanted = {fold(item) for item in artifacts or ()}
    points = [
        point
        for point in found.anchors.points
        if (
            point.is_offered
            if not wanted
            else wanted & {fold(name) for name in (point.reference, point.reference.rpartition("/")[2], point.artifact)}
        )
    ]
    if wanted and not points:
        near = found.anchors.nearest_artifact((artifacts or [""])[0]) or ""
        raise typer.BadParameter(f"{' '.join(artifacts or ())}? {near}", param_hint="ARTIFACT")
    path = output or project / f"grille-{found.id}.xlsx"
    rows = [point_row(point, found.id, found.version, said) for point in points]
    write_whole(path, grid_workbook(found, said, rows))
    typer.echo(str(path))


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Grids, files of the page, exports of a tracker.")
    ],
    secretariat: Annotated[
        bool, typer.Option("--secretariat", help="Read the secretariat's columns too: admit, group, decide.")
    ] = False,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", help="Folder of the receipt copies; by default that of each file.")
    ] = None,
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Receive comments row by row; a refused row blocks no other, and what was received before is not doubled."""
    from tabellion.diagnostics import Report
    from tabellion.files.moving import write_whole
    from tabellion.review.intake.imports import read_file, receipt, receive, tell
    from tabellion.review.register.writing import BusyError, DamagedRegisterError, writing
    from tabellion.review.secretariat.acts import Secretariat
    from tabellion.review.secretariat.from_acts import act_all
    from tabellion.review.secretariat.from_grid import act_on

    said, report, moment = spoken(lang, project), Report(), when(at)
    found = chosen(project, review, said)
    imports = [(path, read) for path in files if (read := read_file(path, found, report, said)) is not None]
    try:
        with writing(found.folder, found.id) as change:
            for _, read in imports:
                if secretariat:
                    desk = Secretariat(change, found.anchors, report, by=who(by), at=moment)
                    acted = [item for item in read.handed if item.read is not None and act_on(item.read.row, desk)]
                    read.handed = [item for item in read.handed if item not in acted]
                    act_all(read.acts, desk, report, found.closes)
                receive(read, change, found, moment)
                tell(read, report)
    except BusyError:
        typer.echo(BUSY[said], err=True)
        raise typer.Exit(MACHINE) from None
    except DamagedRegisterError as fault:
        typer.echo(DAMAGED[said].format(path=fault.path, line=fault.line), err=True)
        raise typer.Exit(1) from None
    for path, read in imports:
        shown = ""
        if read.handed:
            folder = receipts or path.parent
            target = folder / f"{path.stem.removesuffix('.' + RECEIPT_NAME[said])}.{RECEIPT_NAME[said]}.xlsx"
            write_whole(target, receipt(read, found, said))
            shown = RECEIPT[said].format(path=target)
        typer.echo(DONE[said].format(file=path.name, receipt=shown, **read.counts()), err=True)
    tell_any(report, format, said, everything=everything)
    raise typer.Exit(exit_code(report))


def list_(
    state: Annotated[str, typer.Option("--state", help="Only those in this state.")] = "",
    group: Annotated[str, typer.Option("--group", help="Only those of this theme.")] = "",
    text: Annotated[str, typer.Option("--text", help="Only those that hold these words.")] = "",
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Comments that seem to have the same content.")
    ] = False,
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """List the comments of a review, or those that seem to be the same."""
    from tabellion.diagnostics.words import printable
    from tabellion.review.grid.rows import label
    from tabellion.review.record.states import STATES
    from tabellion.review.record.vocabulary import SEVERITIES, find, plain
    from tabellion.review.register.register import Register
    from tabellion.review.secretariat.duplicates import proposed_duplicates

    said = spoken(lang, project)
    comments = Register(chosen(project, review, said).folder).comments
    if duplicates:
        for pair in proposed_duplicates(comments):
            numbers = {"first": pair.first.number, "second": pair.second.number}
            typer.echo(DUPLICATE[said].format(likeness=round(pair.likeness * 100), **numbers))
        for comment in comments:
            if comment.revision_of and comment.is_open:
                typer.echo(REVISION[said].format(number=comment.number, first=comment.revision_of))
        return
    wanted = find(STATES, state) if state else None
    if state and wanted is None:
        raise typer.BadParameter(", ".join(word.label[said] for word in STATES), param_hint="--state")
    for comment in comments:
        if (wanted is not None and comment.state != wanted.code) or (group and plain(group) != plain(comment.group)):
            continue
        if text and plain(text) not in plain(f"{comment.comment} {comment.proposal} {comment.reason}"):
            continue
        where = comment.anchor.element or comment.anchor.section or comment.anchor.artifact.rpartition("/")[2] or "—"
        severity = label(SEVERITIES, comment.severity, said)
        status = label(STATES, comment.state, said)
        typer.echo(
            f"{comment.number}  {status:<14}  {severity:<10}  {where[:40]:<40}  {printable(comment.comment, 60)}"
        )


def show(
    number: NumberArgument,
    save: Annotated[
        Path | None, typer.Option("--save", help="Folder to write the files to that the comment came with.")
    ] = None,
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Show a comment: what it is about, what it says, what was decided, and everything that was done to it."""
    from tabellion.review.grid.columns import COLUMNS
    from tabellion.review.grid.rows import register_row
    from tabellion.review.register.register import Register, UnknownCommentError

    said = spoken(lang, project)
    found = chosen(project, review, said)
    try:
        comment = Register(found.folder)[number]
    except UnknownCommentError:
        raise typer.BadParameter(number, param_hint="NUMBER") from None
    row = register_row(comment, said, public=False)
    colon = " :" if said == "fr" else ":"
    if comment.conflicts:
        typer.echo(CONFLICT[said].format(fields=", ".join(sorted(comment.conflicts))))
    for column in COLUMNS:
        if row.get(column.key):
            typer.echo(f"{column.heading[said]}{colon} {row[column.key]}")
    _attachments(comment, found.folder, save, said)
    _events(comment)


def _attachments(comment: Comment, folder: Path, save: Path | None, lang: str) -> None:
    from tabellion.files.moving import write_whole
    from tabellion.review.register.register import attachment_content

    for item in comment.attachments:
        kept = ATTACHMENT["shown" if item in comment.published_attachments else "apart"][lang]
        typer.echo(f"{item.name}  {item.size}  {item.type}  {item.sha256}  {kept}")
        content = attachment_content(folder, item.sha256)
        if save is not None and content is not None:
            # never under the name that it came with, which may mean something to a program
            write_whole(save / item.published_name, content)


def _events(comment: Comment) -> None:
    from tabellion.diagnostics.words import printable

    for event in comment.events:
        changed = ", ".join(sorted(event.changes))
        typer.echo(f"  {event.at.isoformat()}  {event.by}  {event.action}  {printable(changed, 100)}")


def export(
    shape: Annotated[
        RegisterShape,
        typer.Option("--as", help="xlsx, csv and json are public; full is the secretariat's grid; hl7, iso and fhir."),
    ] = RegisterShape.xlsx,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.", dir_okay=False)] = None,
    instructor: Annotated[str, typer.Option("--instructor", help="Only the comments given to this one.")] = "",
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Write the register for other tools: a grid, CSV, JSON, a ballot sheet of HL7, a template of ISO/IEC, FHIR."""
    from tabellion.files.moving import write_whole
    from tabellion.review.export.shapes import exported
    from tabellion.review.record.vocabulary import plain
    from tabellion.review.register.register import Register

    said = spoken(lang, project)
    found: FrozenReview = chosen(project, review, said)
    comments = [
        comment
        for comment in Register(found.folder).comments
        if not instructor or plain(comment.instructor) == plain(instructor)
    ]
    suffix, content = exported(shape.value, comments, found, said)
    path = output or project / f"{found.id}-{shape.value}{suffix}"
    write_whole(path, content)
    typer.echo(str(path))
