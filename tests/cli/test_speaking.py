"""The language of the command line, its colours, and what it says while one waits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tabellion.cli import progress
from tabellion.cli.app import app
from tabellion.cli.console import colours
from tabellion.cli.console.colours import coloured
from tabellion.cli.language import of_guide, of_user, spoken_in
from tabellion.cli.progress import Progress
from tabellion.cli.speech.french import HELPS, in_french

GUIDES = Path(__file__).parents[1] / "guides"
LOCALES = [
    ({}, "fr"),
    ({"LANG": "C.UTF-8"}, "fr"),
    ({"LANG": "fr_CA.UTF-8"}, "fr"),
    ({"LANG": "en_GB.UTF-8"}, "en"),
    ({"LANG": "de_DE"}, "en"),
    ({"LANG": "fr_FR", "LC_ALL": "en_US.UTF-8"}, "en"),
    ({"LANG": "en_US", "LC_MESSAGES": "fr_FR"}, "fr"),
]


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user without settings, in a folder without a guide."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def commands(command: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its name, groups too."""
    command = command or typer.main.get_command(app)
    yield name, command
    for other in getattr(command, "commands", {}).values():
        yield from commands(other, f"{name} {other.name}".strip())


NAMES = [name for name, _ in commands()]


@pytest.mark.parametrize(("variables", "lang"), LOCALES)
def test_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], lang: str) -> None:
    """As POSIX looks for it; English for languages that are not spoken here."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert lang == of_user()


@pytest.mark.parametrize(
    ("files", "lang"),
    [
        ({}, ""),
        ({"output/ImplementationGuide-a.json": '{"language": "en"}'}, "en"),
        ({"sources/Guide.csv": "Item;Value\nLanguage;en\n"}, "en"),
        ({"sources/Guide.csv": "Élément;Valeur\nLangue;fr\n"}, "fr"),
        ({"output/ImplementationGuide-a.json": "{", "sources/Guide.csv": "Item;Value\nLanguage;en\n"}, "en"),
    ],
)
def test_the_language_of_a_guide(tmp_path: Path, files: dict[str, str], lang: str) -> None:
    """As it was built, else as its sources say."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert lang == of_guide(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["--lang", "fr", "check"], "fr"),
        (["check", "--lang=en"], "en"),
        (["check", "--project", str(GUIDES / "souffle")], "fr"),
        (["check", "--project", str(GUIDES / "souffle"), "--lang", "en"], "en"),
        (["check"], "en"),
        (["check", "--lang"], "en"),
    ],
)
def test_the_language_of_a_command_line(monkeypatch: pytest.MonkeyPatch, arguments: list[str], lang: str) -> None:
    """That of `--lang`, else of the guide, else of the user."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert lang == spoken_in(arguments)


def test_help_does_not_wait_for_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It speaks as the built guide does, else as the user."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "Guide.csv").write_text("Item;Value\nLanguage;en\n", encoding="utf-8")
    monkeypatch.setenv("LANG", "fr_FR")
    assert ("fr", "en") == (spoken_in(["--help"]), spoken_in(["check"]))
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "ImplementationGuide-a.json").write_text('{"language": "en"}', encoding="utf-8")
    assert "en" == spoken_in(["check", "--help"])


def test_every_help_is_said_in_french() -> None:
    """Of every command and option; and nothing is translated that nobody says."""
    said = {" ".join(command.help.split()) for _, command in commands() if command.help}
    said |= {
        " ".join(item.help.split())
        for _, command in commands()
        for item in command.params
        if getattr(item, "help", None)
    }
    said |= {command.epilog for _, command in commands() if command.epilog}
    said.add("Show this message and exit.")
    assert set() == said - HELPS.keys()
    assert set() == HELPS.keys() - said


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_in_either_language(name: str, option: str) -> None:
    """Asked for in either way; the frames around the words speak the same language."""
    for lang, frame, other in (("fr", "Utilisation : ", "Usage:"), ("en", "Usage: ", "Utilisation")):
        made = CliRunner(env={"LANG": lang}).invoke(app, [*name.split(), option])
        assert (0, True, False) == (made.exit_code, frame in made.stdout, other in made.stdout), made.output
        assert ("[default" in made.stdout, "Options :" in made.stdout) in ((False, True), (True, False), (False, False))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "Erreur : aucune commande 'chek'. Vouliez-vous dire 'check' ?"),
        (["check", "--projct", "x"], "Erreur : aucune option --projct (options voisines : --project)"),
        (["explain"], "Erreur : il manque l'argument 'code'."),
        (["check", "--project", "nulle-part"], "n'existe pas."),
        (["check", "--format", "pdf"], "'pdf' n'est pas parmi 'text', 'json', 'csv', 'sarif', 'outcome'."),
        (["check", "--lang"], "Erreur : l'option '--lang' demande une valeur."),
        (["explain", "TB001", "TB002"], "Erreur : de trop : TB002"),
    ],
)
def test_what_is_wrong_with_a_command_line(arguments: list[str], said: str) -> None:
    """In the user's language, with the same exit code in both."""
    codes = [CliRunner(env={"LANG": lang}).invoke(app, arguments) for lang in ("fr_FR", "en_US")]
    assert said in codes[0].output.replace("\n", " ")
    assert [2, 2] == [made.exit_code for made in codes]
    assert "Error: " in codes[1].output
    assert not re.search(r"\b(Try|Missing|Invalid|Usage|Error)\b", codes[0].output)


def test_a_line_in_french_leaves_the_next_in_english() -> None:
    """The words are put back."""
    for lang, words in (("fr", "Dossier du projet."), ("en", "Folder of the project."), ("fr", "Dossier du projet.")):
        assert words in CliRunner(env={"LANG": lang}).invoke(app, ["check", "-h"]).stdout


def test_frames_that_are_not_known_stay() -> None:
    """Nothing is lost."""
    assert "Something else." == in_french("Something else.")


@pytest.mark.parametrize(
    ("terminal", "variables", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": ""}, True),
    ],
)
def test_colours_where_the_terminal_has_them(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, variables: dict[str, str], expected: bool
) -> None:
    """And the user wants them."""
    stream: Any = type("Stream", (), {"isatty": lambda self: terminal})()
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert expected == colours.has_colours(stream)


def test_colours_add_nothing_but_colours() -> None:
    """The text is the same without them."""
    text = "1 erreur\n\nerreur[TB001] : rien\n  --> a.csv\n  aide : b\n  plus : tabellion explain TB001\n"
    shown = coloured(text)
    assert text == re.sub(r"\033\[\d+m", "", shown)
    assert "\033[31m\033[1merreur[TB001]\033[0m : rien" in shown


def test_a_step_tells_how_long_it_took_the_last_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From two seconds on, and only to somebody who watches."""
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(progress, "is_terminal", lambda: True)
    clock = iter([0.0, 1.0, 1.0, 13.2, 20.0, 21.0, 21.0, 22.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    for _ in range(2):
        steps = Progress(tmp_path, "fr")
        steps("reading")
        steps("site")
        steps.done()
    assert [
        "… lecture et vérification des sources",
        "… pages et construction du site",
        "… lecture et vérification des sources",
        "… pages et construction du site (environ 12 s)",
    ] == capsys.readouterr().err.splitlines()


def test_a_command_of_one_step_is_told_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing about what is done at once; what the other steps took stays known."""
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(progress, "is_terminal", lambda: True)
    steps = Progress(tmp_path, "en")
    steps("site")
    steps.done()
    capsys.readouterr()
    with progress.progressing("reading", tmp_path, "en"):
        pass
    assert "" == capsys.readouterr().err
    monkeypatch.setattr(progress, "SHORT", 0.0)
    with progress.progressing("reading", tmp_path, "en"):
        while not (told := capsys.readouterr().err):
            pass
    assert told.startswith("… reading and checking the sources")
    (known,) = json.loads((tmp_path / "cache" / "durations.json").read_text(encoding="utf-8")).values()
    assert {"reading", "site"} == known.keys()
