"""`tabellion expand`, `lookup` and `where-used`: the codes of a value set, what a code is, and what uses it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tabellion.cli.language import Lang, of_tag, spoken
from tabellion.cli.shared_options import LangOption, ProjectOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabellion.pipeline.lookup.guide_terminology import GuideTerminology

NamesOption = Annotated[
    str,
    typer.Option(
        "--lang", help="Language of names (fr, fr-CA, de…), and of messages; by default the guide's, else yours."
    ),
]
SHOWN = {"fr": "{first} à {last} sur {total}", "en": "{first} to {last} of {total}"}
NONE = {"fr": "aucun code ne correspond", "en": "no code matches"}
NOT_USED = {"fr": "rien dans ce guide n'utilise « {name} »", "en": "nothing in this guide uses `{name}`"}
NO_GUIDE = {
    "fr": "il n'y a pas de guide lisible ici : « tabellion check » indique pourquoi",
    "en": "there is no guide here that can be read: `tabellion check` says why",
}
LABELS = {
    "fr": {"system": "système", "code": "code", "display": "libellé", "definition": "définition"},
    "en": {"system": "system", "code": "code", "display": "display", "definition": "definition"},
}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
INACTIVE = {"fr": "(inactif)", "en": "(inactive)"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(expand)
    app.command()(lookup)
    app.command(name="where-used")(where_used)


def expand(
    valueset: Annotated[str, typer.Argument(metavar="VALUESET", help="A value set, by its id, name, OID or address.")],
    text: Annotated[str, typer.Option("--filter", help="Only codes whose code or names contain these words.")] = "",
    count: Annotated[int, typer.Option("--count", min=0, help="How many to show at most.")] = 100,
    offset: Annotated[int, typer.Option("--offset", min=0, help="How many to skip first.")] = 0,
    project: ProjectOption = Path(),
    lang: NamesOption = "",
) -> None:
    """List the codes of a value set, those that a rule takes included."""
    said = _spoken(lang, project)
    known = _terminology(project, said)
    found = _asked(lambda: known.expand(valueset, text=text, count=count, offset=offset, lang=_tag(lang)), said)
    if not found.contains:
        typer.echo(NONE[said], err=True)
        raise typer.Exit(1)
    rows = [
        (
            str(item["code"]),
            " ".join(filter(None, [str(item.get("display", "")), INACTIVE[said] if item.get("inactive") else ""])),
            str(item.get("system", "")),
        )
        for item in found.contains
    ]
    _tell(rows)
    last = found.offset + len(rows)
    typer.echo(SHOWN[said].format(first=found.offset + 1, last=last, total=found.total), err=True)


def lookup(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="A code system, by its id, name, OID or address.")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code.")],
    project: ProjectOption = Path(),
    lang: NamesOption = "",
) -> None:
    """Show what is known about a code: its names, properties, parents and children."""
    said = _spoken(lang, project)
    known = _terminology(project, said)
    found = _asked(lambda: known.lookup(system, code, _tag(lang) or said), said)
    words = LABELS[said]
    version = f"|{found.version}" if found.version else ""
    rows = [(words["system"], f"{found.name} ({found.system}{version})"), (words["code"], found.code)]
    rows.append((words["display"], found.display))
    rows += [(f"{words['display']} ({item.get('language', '')})", str(item["value"])) for item in found.designations]
    rows += [(words["definition"], found.definition)] if found.definition else []
    rows += [(name, _value(value)) for name, value in found.properties]
    _tell(rows)


def where_used(
    name: Annotated[
        str,
        typer.Argument(metavar="CODE|VALUESET|PROFILE", help="What to look for; a code may follow its system: S|C."),
    ],
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """List every place of the guide that uses a code, a value set, a profile or a code system, with its cell."""
    said = spoken(lang, project)
    known = _terminology(project, said)
    if known.edition is None:
        _fail(NO_GUIDE[said])
    found = _asked(lambda: known.where_used(name), said)
    if not found:
        typer.echo(NOT_USED[said].format(name=name), err=True)
        raise typer.Exit(1)
    _tell([(use.artifact, use.path, str(use.place)) for use in found])


def _tag(lang: str) -> str:
    return lang.strip().replace("_", "-")


def _spoken(lang: str, project: Path) -> str:
    """The language of messages where names are asked for in a language. Ends the command for what is no language."""
    tag = _tag(lang)
    if tag and LANGUAGE.fullmatch(tag) is None:
        raise typer.BadParameter(f"{lang!r}", param_hint="--lang")
    return spoken(Lang(of_tag(tag)) if of_tag(tag) else None, project)


def _terminology(project: Path, lang: str) -> GuideTerminology:
    from tabellion.diagnostics import Report
    from tabellion.diagnostics.render import render
    from tabellion.pipeline.lookup.guide_terminology import terminology_at
    from tabellion.pipeline.project import Project

    report = Report()
    found = terminology_at(Project(project), report)
    if found is None:
        _fail(render(report, "text", lang).rstrip())
    return found


def _asked(question: Any, lang: str) -> Any:
    from tabellion.terminology.operations.errors import OperationError

    try:
        return question()
    except OperationError as fault:
        _fail(fault.text[lang])


def _value(value: Any) -> str:
    from tabellion.terminology.filters import text_of

    return text_of(value)


def _tell(rows: Sequence[tuple[str, ...]]) -> None:
    """The rows as a table, the last column as long as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        typer.echo("  ".join([*cells, row[-1]]).rstrip())


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)
