"""The words of the interface, in every language that pages have: each module of this package declares some, `WORDS`.

A word that lacks a language, that nothing says or that stands twice fails a test.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from tabellion.diagnostics import Term


def declared() -> Iterator[tuple[str, Term]]:
    """Each word with its key, module after module."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        yield from importlib.import_module(module.name).WORDS.items()


WORDS: Mapping[str, Term] = dict(declared())
