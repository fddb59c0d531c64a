"""Every kind of artifact, found where it stands: a module of this package that declares `KIND`; and what follows."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache

import tabellion.artifacts
from tabellion.artifacts.kind import Kind, Shown
from tabellion.diagnostics import Term
from tabellion.guide.sheets import GUIDE, RECEPTION
from tabellion.tables.columns import Sheet
from tabellion.tables.mapping.sheet import RECEIVED_TABLES


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """The kinds in the order in which they are made. Raises `ValueError` when two have one name."""
    found: dict[str, Kind] = {}
    for module in pkgutil.walk_packages(tabellion.artifacts.__path__, "tabellion.artifacts."):
        kind = getattr(importlib.import_module(module.name), "KIND", None)
        if isinstance(kind, Kind):
            if kind.name in found:
                raise ValueError(f"two kinds are called {kind.name}")
            found[kind.name] = kind
    return tuple(sorted(found.values(), key=lambda item: (item.order, item.name)))


def sheets() -> tuple[Sheet, ...]:
    """Every sheet that a source may have."""
    return (GUIDE, RECEPTION, RECEIVED_TABLES, *(sheet for kind in kinds() for sheet in kind.sheets))


@lru_cache(maxsize=1)
def shown_kinds() -> Mapping[str, Shown]:
    """How the kinds that readers see are shown, by name, in the order of `output/`, lists and menus."""
    found = {kind.name: kind.shown for kind in kinds() if kind.shown is not None}
    return dict(sorted(found.items(), key=lambda item: item[1].order))


@lru_cache(maxsize=1)
def kind_words() -> Mapping[str, Term]:
    """What readers call an artifact of each kind (`kind_profile`), and several of them (`kinds_profile`)."""
    return {f"kind_{name}": shown.singular for name, shown in shown_kinds().items()} | {
        f"kinds_{name}": shown.plural for name, shown in shown_kinds().items()
    }


@lru_cache(maxsize=1)
def resource_kinds() -> tuple[Kind, ...]:
    """The kinds whose rows become resources of their own id, in the order of lists."""
    found = {kind.name: kind for kind in kinds() if kind.resource_type}
    return tuple(found[name] for name in shown_kinds() if name in found)


@lru_cache(maxsize=1)
def definition_sheets() -> Mapping[str, str]:
    """The type of resource by the key of the sheet that declares it, of the kinds that are no examples."""
    return {kind.declaring.key: kind.resource_type for kind in resource_kinds() if not kind.instances}


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Kind]:
    return {kind.name: kind for kind in kinds()}


def kind_named(name: str) -> Kind:
    """The kind of a name, which is also what `Column.refers` calls it. Raises `KeyError`."""
    return _by_name()[name]


def parts() -> Iterator[tuple[Sheet, str, tuple[Sheet, ...]]]:
    """Each sheet whose rows are parts of what other rows declare: the column that names these, and their sheets."""
    for kind in kinds():
        for sheet in kind.sheets:
            if sheet.part_of:
                wholes = sheet.column(sheet.part_of).refers
                yield sheet, sheet.part_of, tuple(kind_named(name).declaring for name in wholes)
