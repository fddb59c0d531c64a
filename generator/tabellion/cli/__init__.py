"""The command `tabellion`: one module for each family of commands, no logic of its own."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Messages that a console cannot show are written with replacements, never lost."""
    from tabellion.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
