"""The page of each kind of artifact, found where it stands: a module of this package that declares `PAGES`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache

import tabellion.publish.pages
from tabellion.artifacts.kinds import kinds
from tabellion.diagnostics import Term
from tabellion.publish.pages.kind import PageKind


@lru_cache(maxsize=1)
def page_kinds() -> Mapping[str, PageKind]:
    """By the name of the kind, in the order of menus and lists; a kind that declares no page has a plain one."""
    found: list[PageKind] = []
    for module in pkgutil.iter_modules(tabellion.publish.pages.__path__, "tabellion.publish.pages."):
        found += getattr(importlib.import_module(module.name), "PAGES", ())
    known = {match.name for match in found}
    plain = importlib.import_module("tabellion.publish.pages.plain")
    found += [plain.plain_kind(kind.name, kind.term) for kind in kinds() if kind.name not in known]
    return {match.name: match for match in sorted(found, key=lambda match: match.order)}


@lru_cache(maxsize=1)
def kind_words() -> Mapping[str, Term]:
    """What readers call an artifact of each kind (`kind_profile`), and several of them (`kinds_profile`)."""
    shown = page_kinds().values()
    return {f"kind_{kind.name}": kind.singular for kind in shown} | {
        f"kinds_{kind.name}": kind.plural for kind in shown
    }
