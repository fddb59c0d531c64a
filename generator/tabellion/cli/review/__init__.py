"""`tabellion review`: the public review of an edition."""

from __future__ import annotations

import typer

from tabellion.cli.review import acts, comments, opening, serving


def register(app: typer.Typer) -> None:
    """Add the commands."""
    review = typer.Typer(help="The public review of an edition: opened, received, decided, published.")
    for module in (opening, comments, acts, serving):
        module.register(review)
    app.add_typer(review, name="review", no_args_is_help=True)
