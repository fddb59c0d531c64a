"""What the commands of a review share: which review, who acts and when, how refusals are told."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import MACHINE, MISUSE, Format, LangOption, ProjectOption, exit_code, tell

if TYPE_CHECKING:
    from tabellion.diagnostics import Report
    from tabellion.review.register.frozen import FrozenReview
    from tabellion.review.secretariat.acts import Secretariat

ReviewOption = Annotated[str, typer.Option("--review", help="Which review; by default the one opened last.")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it; by default the user of this machine.")]
AtOption = Annotated[
    str, typer.Option("--at", help="When it was done or received, with its zone: 2026-04-14T10:00+02:00; else now.")
]
NumbersArgument = Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Numbers of comments: C-2026-0042.")]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="The number of a comment: C-2026-0042.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is public.")]
NONE = {
    "fr": "aucune concertation ouverte ici : tabellion review open ID",
    "en": "no review was opened here: tabellion review open ID",
}
UNKNOWN = {"fr": "aucune concertation « {id} » ici", "en": "no review `{id}` here"}
DAMAGED = {
    "fr": "{path}, ligne {line} : ce n'est pas un événement ; achevez la fusion avant d'ajouter quoi que ce soit",
    "en": "{path}, line {line}: this is not an event; finish the merge before anything is added",
}
BUSY = {
    "fr": "une autre commande change le registre ; réessayez",
    "en": "another command changes the register; try again",
}
NOT_AN_INSTANT = "an instant with its zone, for instance 2026-04-14T10:00+02:00"


def chosen(project: Path, review: str, lang: str) -> FrozenReview:
    """The review that is meant; ends the program where there is none."""
    from tabellion.review.register.frozen import reviews_in

    found = {item.id: item for item in reviews_in(project)}
    if review in found:
        return found[review]
    if review or not found:
        typer.echo(UNKNOWN[lang].format(id=review) if review else NONE[lang], err=True)
        raise typer.Exit(MISUSE)
    return max(found.values(), key=lambda item: (item.opens, item.id))


def who(by: str) -> str:
    """The name of whoever acts."""
    import getpass

    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "secretariat"


def when(at: str, option: str = "--at") -> datetime.datetime:
    """The instant that is meant; ends the program for what is none."""
    if not at:
        return datetime.datetime.now().astimezone().replace(microsecond=0)
    try:
        found = datetime.datetime.fromisoformat(at)
    except ValueError:
        found = datetime.datetime.min
    if found.tzinfo is None:
        raise typer.BadParameter(NOT_AN_INSTANT, param_hint=option)
    return found


@contextmanager
def acting(project: Path, review: str, by: str, at: str, lang: str) -> Iterator[Secretariat]:
    """The secretariat at work on a register: nothing is written where an act is refused, and the program ends."""
    from tabellion.diagnostics import Report
    from tabellion.review.register.writing import BusyError, DamagedRegisterError, writing
    from tabellion.review.secretariat.acts import Secretariat

    found, report, moment = chosen(project, review, lang), Report(), when(at)
    try:
        with writing(found.folder, found.id) as change:
            yield Secretariat(change, found.anchors, report, by=who(by), at=moment)
            if report.failed:
                refuse(report, lang)
    except BusyError:
        typer.echo(BUSY[lang], err=True)
        raise typer.Exit(MACHINE) from None
    except DamagedRegisterError as fault:
        typer.echo(DAMAGED[lang].format(path=fault.path, line=fault.line), err=True)
        raise typer.Exit(1) from None


def as_command(act: Callable[..., None]) -> Callable[..., None]:
    """An act of the secretariat as a command: its first argument is the desk, the others are its own options; those of
    every act (which review, who, when, where, in which language) follow them."""
    # the desk is imported when there is something to do
    hints = get_type_hints(act, localns={"Secretariat": object}, include_extras=True)
    own = list(inspect.signature(act).parameters.values())[1:]
    names = {parameter.name for parameter in own}

    def command(**given: Any) -> None:
        shared = {name: value for name, value in given.items() if name not in names}
        shared["lang"] = spoken(shared["lang"], shared["project"])
        with acting(**shared) as desk:
            act(desk, **{name: given[name] for name in names})

    parameters = [parameter.replace(annotation=hints[parameter.name]) for parameter in own]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, annotation, default in _SHARED
    ]
    command.__name__, command.__doc__ = act.__name__, act.__doc__
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


_SHARED: tuple[tuple[str, Any, Any], ...] = (
    ("review", ReviewOption, ""),
    ("by", ByOption, ""),
    ("at", AtOption, ""),
    ("project", ProjectOption, Path()),
    ("lang", LangOption, None),
)


def refuse(report: Report, lang: str) -> None:
    """Tell why nothing was done, and end."""
    tell(report, Format.text, lang)
    raise typer.Exit(exit_code(report))
