"""`tabellion mirror`: workbooks as text, for version control."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import AUTHOR, MISUSE, LangOption, ProjectOption

if TYPE_CHECKING:
    from tabellion.pipeline.mirroring import Mirrored, UnreadableMirrorError

DONE = {
    "fr": "{folder} : {books} classeurs, {count} fichiers changés",
    "en": "{folder}: {books} workbooks, {count} files changed",
}
UNREADABLE = {"fr": "{path} : {reason}", "en": "{path}: {reason}"}
AT_LINE = {"fr": "ligne {line} : {reason}", "en": "line {line}: {reason}"}
NO_WORKBOOK = {"fr": "le fichier n'est pas un classeur lisible", "en": "the file is not a readable workbook"}
CONFLICT = {"fr": "conflit : {row} › {column}", "en": "conflict: {row} › {column}"}
WHOLE_ROW = {
    "fr": "ligne retirée d'un côté, changée de l'autre",
    "en": "a row removed on one side and changed on the other",
}
NO_FILE = {
    "fr": "sans --text ni --merge, ce sont les classeurs de sources/ qui sont pris : ne donnez pas de fichier",
    "en": "without --text and --merge the workbooks of sources/ are taken: give no file",
}
ONE_FILE = {"fr": "--text demande un classeur", "en": "--text needs one workbook"}
THREE_FILES = {
    "fr": "--merge demande trois textes : la base, le nôtre, le leur",
    "en": "--merge needs three texts: the base, ours, theirs",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(mirror)


def mirror(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="What --text and --merge work on.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Make the workbooks again from their text.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the text of one workbook, for textconv of git.")] = False,
    merge: Annotated[
        bool, typer.Option("--merge", help="Merge three texts by key into the second, as a merge driver of git does.")
    ] = False,
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Write each workbook of the sources as text: a file for each sheet, a block for each row."""
    from tabellion.pipeline.mirroring import FOLDER, UnreadableMirrorError, apply_mirror, write_mirror

    said = spoken(lang, project)
    given = files or []
    if text and len(given) != 1:
        _refuse(ONE_FILE[said])
    if merge and len(given) != 3:
        _refuse(THREE_FILES[said])
    if given and not text and not merge:
        _refuse(NO_FILE[said])
    folder, sources = project / FOLDER, project / "sources"
    try:
        if text:
            _print(given[0])
        elif merge:
            _merge(given, said)
        elif apply:
            _tell(sources, apply_mirror(sources, folder), said)
        else:
            _tell(folder, write_mirror(sources, folder), said)
    except UnreadableMirrorError as fault:
        typer.echo(UNREADABLE[said].format(path=fault.path, reason=_reason(fault, said)), err=True)
        raise typer.Exit(AUTHOR) from None


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(MISUSE)


def _tell(folder: Path, done: Mirrored, lang: str) -> None:
    typer.echo(DONE[lang].format(folder=folder, books=len(done.workbooks), count=len(done.changed)))


def _reason(fault: UnreadableMirrorError, lang: str) -> str:
    from tabellion.files.cause import cause_of
    from tabellion.tables.mirror.sheet_text import MirrorTextError

    if isinstance(fault.fault, MirrorTextError):
        return AT_LINE[lang].format(line=fault.fault.line, reason=fault.fault.reason[lang])
    return cause_of(fault.fault).reason[lang] if isinstance(fault.fault, OSError) else NO_WORKBOOK[lang]


def _print(path: Path) -> None:
    from tabellion.pipeline.mirroring import texts_of

    for title, content in texts_of(path).items():
        typer.echo(f"@sheet {title}\n\n{content}".encode(), nl=True)


def _merge(paths: list[Path], lang: str) -> None:
    """The result takes the place of the second text; with a conflict the code is 1, as git expects."""
    from tabellion.files.moving import write_whole
    from tabellion.pipeline.mirroring import UnreadableMirrorError
    from tabellion.tables.mirror.merging import merge as merged_of
    from tabellion.tables.mirror.sheet_text import MirrorTextError

    base, ours, theirs = paths
    try:
        merged = merged_of(*(path.read_text(encoding="utf-8") for path in (base, ours, theirs)))
    except (OSError, UnicodeDecodeError, MirrorTextError) as fault:
        raise UnreadableMirrorError(ours, fault) from fault
    write_whole(ours, merged.text.encode("utf-8"))
    for row, column in merged.conflicts:
        typer.echo(CONFLICT[lang].format(row=row, column=column or WHOLE_ROW[lang]), err=True)
    if merged.conflicts:
        raise typer.Exit(AUTHOR)
