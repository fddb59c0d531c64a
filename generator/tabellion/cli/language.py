"""The language that the command line speaks: that of `--lang`, else the guide's, else the user's own."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

LANGUAGES = ("fr", "en")
USUAL = "fr"
# what POSIX asks, in its order
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Lang(StrEnum):
    """A language of messages."""

    fr = "fr"
    en = "en"


def spoken(lang: Lang | None, project: Path = Path()) -> str:
    """The language of a command about a project; the folder may hold none."""
    return lang.value if lang is not None else of_guide(project) or of_user()


def of_tag(tag: str) -> str:
    """The language of messages for a language tag (`fr-CA`), `""` for one that is not spoken here."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else ""


def spoken_in(arguments: Sequence[str]) -> str:
    """The language of a command line before it is understood, for its help and for what is wrong with it."""
    given = {"--lang": "", "--project": "."}
    for position, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name in given:
            given[name] = value if sign else "".join(arguments[position + 1 : position + 2])
    if of_tag(given["--lang"]):
        return of_tag(given["--lang"])
    # help is there at once: it does not wait for workbooks to be read
    language_of = of_built_guide if {"-h", "--help"} & set(arguments) else of_guide
    return language_of(Path(given["--project"])) or of_user()


def of_built_guide(project: Path) -> str | None:
    """The language of the guide in a folder as it was built, `""` for one that is not spoken here, `None` when none is
    built."""
    for path in sorted((project / "output").glob("ImplementationGuide-*.json"))[:1]:
        import json  # here, since most folders hold no guide

        try:
            lang = json.loads(path.read_bytes()).get("language")
        except (OSError, ValueError, AttributeError):
            break
        return lang if lang in LANGUAGES else ""
    return None


def of_guide(project: Path) -> str:
    """The language of the guide in a folder, `""` when there is none: as it was built, else as its sources say."""
    built = of_built_guide(project)
    if built is not None:
        return built
    if not (project / "sources").is_dir():
        return ""
    from tabellion.diagnostics import Report
    from tabellion.guide.reading import guide_language
    from tabellion.guide.sheets import GUIDE
    from tabellion.tables.sources import Sources, grids_of_sheet, read_sources

    grids = grids_of_sheet(project / "sources", GUIDE)
    sources = Sources({GUIDE.key: grids}) if grids else read_sources(project / "sources", (GUIDE,), Report())
    return guide_language(sources) if sources.grids.get(GUIDE.key) else ""


def of_user() -> str:
    """The user's language: French for a French one, English for any other, French where none is set."""
    told = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), None)
    if told is None:
        told = (locale.getlocale()[0] or "") if sys.platform == "win32" else ""
    if told.partition(".")[0] in ("", "C", "POSIX"):
        return USUAL
    return "fr" if told.lower().startswith("fr") else "en"
