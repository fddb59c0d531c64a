"""`tabellion explain`."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tabellion.cli.app import app
from tabellion.diagnostics.pages import page


@pytest.mark.parametrize("asked", ["TB011", "tb011", "date-in-code"])
def test_a_page_by_code_or_name(asked: str) -> None:
    """The page as it stands, in French unless asked otherwise."""
    assert page("TB011", "fr").text == CliRunner().invoke(app, ["explain", asked]).stdout
    assert page("TB011", "en").text == CliRunner().invoke(app, ["explain", asked, "--lang", "en"]).stdout


@pytest.mark.parametrize(
    ("asked", "lang", "said"),
    [
        ("TB911", "fr", "« TB911 » n'est le code d'aucune règle ; vouliez-vous dire « TB011 » ?\n"),
        ("date-in-codes", "en", "`date-in-codes` is the code of no rule; did you mean `date-in-code`?\n"),
        ("../secret", "en", "`../secret` is the code of no rule\n"),
    ],
)
def test_what_is_no_code_has_the_nearest(asked: str, lang: str, said: str) -> None:
    """A wrong use of the command: exit code 2, the nearest code on the error output."""
    result = CliRunner().invoke(app, ["explain", asked, "--lang", lang])
    assert (2, said, "") == (result.exit_code, result.stderr, result.stdout)
