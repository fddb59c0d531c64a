"""`tabellion review serve`, `exchange`, `person` and `forget`: the receiver of a review."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.review.shared import BUSY, DAMAGED, ReviewOption, chosen
from tabellion.cli.serve import TAKEN
from tabellion.cli.shared_options import MACHINE, MISUSE, LangOption, ProjectOption

if TYPE_CHECKING:
    from tabellion.review.register.frozen import FrozenReview
    from tabellion.services.review.database import Database
    from tabellion.services.review.sign_on import Provider

DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="TABELLION_REVIEW_DATABASE",
        help="Address of SQLAlchemy: sqlite:///FILE or postgresql+psycopg://…; by default a file beside the register.",
    ),
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        envvar="TABELLION_REVIEW_KEY_FILE",
        help="The file of the key to addresses and names; it is made where it is not. Keep a copy apart from the data.",
    ),
]
RECEIVES = {
    "fr": "Concertation {id} : les commentaires arrivent à {address}/comments, le secrétariat entre par "
    "{address}/office. Ctrl+C arrête.",
    "en": "Review {id}: comments arrive at {address}/comments, the secretariat enters by {address}/office. Ctrl+C "
    "stops it.",
}
EXCHANGED = {
    "fr": "{register} commentaires reçus ou changés dans le registre, {database} dans la base",
    "en": "{register} comments received or changed in the register, {database} in the database",
}
TOKEN = {
    "fr": "Jeton de {name}, montré cette seule fois : {token}",
    "en": "Token of {name}, shown this once: {token}",
}
ADMITTED = {"fr": "{name} : {roles}", "en": "{name}: {roles}"}
DISMISSED = {"fr": "{name} n'a plus accès", "en": "{name} no longer has access"}
NOBODY = {"fr": "{name} n'était pas connu", "en": "{name} was not known"}
FORGOTTEN = {
    "fr": "{id} : adresses, noms non publiés et textes gardés à part sont effacés de la base",
    "en": "{id}: addresses, names not published and texts kept apart are deleted from the database",
}
SILENT = {"fr": "la base ne répond pas : {reason}", "en": "the database does not answer: {reason}"}
OTHER_KEY = {
    "fr": "cette clé n'ouvre pas ce que la base contient : donnez celle d'origine par --key-file",
    "en": "this key does not open what the database holds: give the original one with --key-file",
}
ABSENT = {
    "fr": 'il manque {names} : pip install "tabellion[service]"',
    "en": '{names} missing: pip install "tabellion[service]"',
}
HALF_A_PROVIDER = "TABELLION_OIDC_ISSUER, TABELLION_OIDC_CLIENT, TABELLION_OIDC_SECRET"


class Role(StrEnum):
    """What somebody of the organiser may do."""

    secretariat = "secretariat"
    instructor = "instructor"
    decider = "decider"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (serve, exchange, person, forget):
        app.command()(command)


def serve(
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    database: DatabaseOption = "",
    key_file: KeyOption = None,
    host: Annotated[str, typer.Option("--host", help="Address of this machine to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any that is free.")] = 8090,
    address: Annotated[
        str, typer.Option("--address", help="Where people reach it, as behind a proxy: https://review.example.org")
    ] = "",
    origins: Annotated[
        list[str] | None,
        typer.Option("--origin", help="Where pages may post from, besides the frozen ones. Repeatable."),
    ] = None,
    per_minute: Annotated[
        int, typer.Option("--per-minute", min=0, help="Comments that one client may post in a minute; 0: any number.")
    ] = 60,
    lang: LangOption = None,
) -> None:
    """Receive comments and let the secretariat work on them, over HTTP, until Ctrl+C."""
    said = spoken(lang, project)
    with _database(project, review, database, key_file, said) as (found, kept):
        from tabellion.services.review.application import ReceiverSettings, application
        from tabellion.services.running import address_of, listening, run

        try:
            listener = listening(port, host)
        except OSError:
            typer.echo(TAKEN[said].format(port=port), err=True)
            raise typer.Exit(MISUSE) from None
        reached = address.rstrip("/") or address_of(listener)
        settings = ReceiverSettings(reached, frozenset(origins or ()), per_minute, _provider())
        served, transactions = application(found, kept, settings)
        typer.echo(RECEIVES[said].format(id=found.id, address=reached))
        try:
            run(served, listener)
        finally:
            transactions.close()


def exchange(
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    database: DatabaseOption = "",
    key_file: KeyOption = None,
    lang: LangOption = None,
) -> None:
    """Bring the register and the database of the receiver to the same state; both may go on being used meanwhile."""
    said = spoken(lang, project)
    with _database(project, review, database, key_file, said) as (found, kept):
        from tabellion.review.register.writing import BusyError, DamagedRegisterError
        from tabellion.services.review.exchange import exchange as exchange_events

        try:
            counts = exchange_events(found, kept)
        except BusyError:
            typer.echo(BUSY[said], err=True)
            raise typer.Exit(MACHINE) from None
        except DamagedRegisterError as fault:
            typer.echo(DAMAGED[said].format(path=fault.path, line=fault.line), err=True)
            raise typer.Exit(1) from None
    typer.echo(EXCHANGED[said].format(register=counts[0], database=counts[1]))


def person(
    name: Annotated[str, typer.Argument(help="A name, or the e-mail address that the identity provider tells.")],
    roles: Annotated[
        list[Role] | None,
        typer.Option("--role", help="What the person may do; none: no longer has access. Repeatable."),
    ] = None,
    token: Annotated[bool, typer.Option("--token", help="Make a token to sign in with, shown once.")] = False,
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    database: DatabaseOption = "",
    key_file: KeyOption = None,
    lang: LangOption = None,
) -> None:
    """Let somebody of the organiser into the office of the receiver, with other roles than before, or no more."""
    said = spoken(lang, project)
    with _database(project, review, database, key_file, said) as (_, kept):
        from tabellion.services.review.people import People

        people = People(kept)
        if not roles:
            typer.echo((DISMISSED if people.dismiss(name) else NOBODY)[said].format(name=name))
            return
        made = people.admit(name, frozenset(role.value for role in roles), with_token=token)
        typer.echo(ADMITTED[said].format(name=name, roles=", ".join(role.value for role in roles)))
        if made:
            typer.echo(TOKEN[said].format(name=name, token=made))


def forget(
    review: ReviewOption = "",
    project: ProjectOption = Path(),
    database: DatabaseOption = "",
    key_file: KeyOption = None,
    lang: LangOption = None,
) -> None:
    """Delete from the database what tells who wrote, once the review is over; what is public stays."""
    said = spoken(lang, project)
    with _database(project, review, database, key_file, said) as (found, kept):
        from tabellion.services.review.exchange import forget as forget_people

        forget_people(found, kept)
        typer.echo(FORGOTTEN[said].format(id=found.id))


@contextmanager
def _database(
    project: Path, review: str, address: str, key_file: Path | None, said: str
) -> Iterator[tuple[FrozenReview, Database]]:
    """The review that is meant and the database of its receiver; ends the program when one of them is not there."""
    from tabellion.services.running import absent_libraries

    if absent := absent_libraries():
        typer.echo(ABSENT[said].format(names=", ".join(absent)), err=True)
        raise typer.Exit(MISUSE)
    from sqlalchemy.exc import SQLAlchemyError

    from tabellion.services.review.database import Database, WrongKeyError, key_of

    found = chosen(project, review, said)
    private = (found.folder / "private").resolve()
    try:
        key = key_of(key_file or private / "receiver.key")
        private.mkdir(exist_ok=True)
        yield found, Database(address or f"sqlite:///{private / 'receiver.sqlite'}", key)
    except WrongKeyError:
        typer.echo(OTHER_KEY[said], err=True)
        raise typer.Exit(MISUSE) from None
    except (SQLAlchemyError, OSError) as fault:
        # the first line says why; the rest speaks to programmers, and may hold the password of the database
        reason = str(fault).splitlines()[0] if isinstance(fault, OSError) else type(fault).__name__
        typer.echo(SILENT[said].format(reason=reason), err=True)
        raise typer.Exit(MACHINE) from None


def _provider() -> Provider | None:
    """The provider of identities that the environment names; all of it, or none."""
    from tabellion.services.review.sign_on import Provider

    given = [os.environ.get(name, "") for name in HALF_A_PROVIDER.split(", ")]
    if not any(given):
        return None
    if not all(given):
        raise typer.BadParameter(f"{HALF_A_PROVIDER}: all of them, or none", param_hint="environment")
    return Provider(*given)
