"""`tabellion explain CODE`: the page of a rule."""

from __future__ import annotations

from typing import Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import LangOption

UNKNOWN = {
    "fr": "« {code} » n'est le code d'aucune règle",
    "en": "`{code}` is the code of no rule",
}
NEAREST = {"fr": " ; vouliez-vous dire « {near} » ?", "en": "; did you mean `{near}`?"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    code: Annotated[str, typer.Argument(help="Code or name of a rule, for instance TB011 or date-in-code.")],
    lang: LangOption = None,
) -> None:
    """Show why a rule is there, a wrong example and the same example corrected."""
    from tabellion.diagnostics.pages import named, nearest_code, page

    said = spoken(lang)
    found = named(code, said)
    if found is None:
        near = nearest_code(code, said)
        words = UNKNOWN[said].format(code=code)
        words += NEAREST[said].format(near=near) if near else ""
        typer.echo(words, err=True)
        raise typer.Exit(2)
    typer.echo(page(found, said).text, nl=False)
