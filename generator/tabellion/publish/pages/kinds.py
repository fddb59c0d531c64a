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
    known = {one.name for one in found}
    plain = importlib.import_module("tabellion.publish.pages.plain")
    found += [plain.plain_kind(kind.name, kind.term) for kind in kinds() if kind.name not in known]
    return {one.name: one for one in sorted(found, key=lambda one: one.order)}


@lru_cache(maxsize=1)
def kind_words() -> Mapping[str, Term]:
    """What readers call an artifact of each kind (`kind_profile`), and several of them (`kinds_profile`)."""
    shown = page_kinds().values()
    return {f"kind_{one.name}": one.one for one in shown} | {f"kinds_{one.name}": one.many for one in shown}
