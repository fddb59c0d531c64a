"""What a long command is doing, and how long it took the last time, for whoever watches a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

STEPS = {
    "reading": {"fr": "lecture et vérification des sources", "en": "reading and checking the sources"},
    "writing": {"fr": "écriture des artefacts et du paquet", "en": "writing artifacts and package"},
    "official": {"fr": "avis du validateur d'HL7", "en": "opinion of HL7's validator"},
    "site": {"fr": "pages et construction du site", "en": "pages and building of the site"},
    "validating": {"fr": "validation", "en": "validation"},
    "snapshots": {"fr": "snapshots", "en": "snapshots"},
    "looking": {"fr": "lecture des définitions", "en": "reading the definitions"},
}
ABOUT = {"fr": " (environ {seconds} s)", "en": " (about {seconds} s)"}
FETCHING = {
    "fr": "… {name} : premier téléchargement, gardé ensuite sur cette machine",
    "en": "… {name}: first download, then kept on this machine",
}
SHORT = 2.0


class Progress:
    """Tells each step on a terminal, with an estimate from the last run where that took more than two seconds."""

    def __init__(self, project: Path, lang: str) -> None:
        self._lang = lang
        self._key = str(project.resolve())
        self._began: tuple[str, float] | None = None
        self._took: dict[str, float] = {}
        self._known = _read().get(self._key, {}) if is_terminal() else {}

    def __call__(self, step: str) -> None:
        """A step begins and is told, and with it the one before ends."""
        self.begin(step)
        if is_terminal():
            self.tell(step)

    def begin(self, step: str) -> None:
        """A step begins, and with it the one before ends."""
        self._end()
        self._began = (step, time.monotonic())

    def tell(self, step: str) -> None:
        """Say which step is under way, and how long it took the last time."""
        seconds = self._known.get(step, 0.0)
        about = ABOUT[self._lang].format(seconds=round(seconds)) if seconds > SHORT else ""
        typer.echo(f"… {STEPS[step][self._lang]}{about}", err=True)

    def done(self) -> None:
        """The last step ended: what each took is kept for the next run."""
        self._end()
        if is_terminal():
            _write(_read() | {self._key: {**self._known, **self._took}})

    def _end(self) -> None:
        if self._began is not None:
            step, at = self._began
            self._took[step] = round(time.monotonic() - at, 1)
            self._began = None


@contextmanager
def progressing(step: str, project: Path, lang: str) -> Iterator[None]:
    """A command of one step, which is told once somebody has waited for two seconds; its time is kept when it ends."""
    if not is_terminal():
        yield
        return
    from threading import Timer

    progress = Progress(project, lang)
    progress.begin(step)
    late = Timer(SHORT, progress.tell, [step])
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
    progress.done()


def is_terminal() -> bool:
    """Whether somebody is looking."""
    return sys.stderr.isatty()


def tell_fetches(lang: str) -> None:
    """Say on a terminal which package is fetched, when one is."""
    if is_terminal():
        _print_fetches(lang)


def _print_fetches(lang: str) -> None:
    import logging  # here, since most commands fetch nothing

    class Fetches(logging.Handler):
        """Prints a line for each package that is fetched: the message of the record is its name."""

        def emit(self, record: logging.LogRecord) -> None:
            typer.echo(FETCHING[lang].format(name=record.getMessage()), err=True)

    logger = logging.getLogger("tabellion.fetch")
    logger.handlers = [Fetches()]
    logger.setLevel(logging.INFO)


def _file() -> Path:
    from tabellion.fhir.user_folders import cache_folder

    return cache_folder() / "durations.json"


def _read() -> dict[str, dict[str, float]]:
    """What steps took, by project; nothing where that cannot be read."""
    import json

    try:
        found = json.loads(_file().read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(durations: dict[str, dict[str, float]]) -> None:
    """Keep them where that is possible: an estimate is worth no message."""
    import json

    from tabellion.files.moving import write_whole

    path = _file()
    try:
        write_whole(path, json.dumps(durations, ensure_ascii=False).encode("utf-8"))
    except OSError:
        return
