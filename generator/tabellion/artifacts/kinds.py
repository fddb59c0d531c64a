"""Every kind of artifact, found where it stands: a module of this package that declares `KIND`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

import tabellion.artifacts
from tabellion.artifacts.kind import Kind
from tabellion.guide.sheets import GUIDE, RECEPTION
from tabellion.tables.columns import Sheet


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """The kinds in the order in which they are made."""
    found = []
    for module in pkgutil.walk_packages(tabellion.artifacts.__path__, "tabellion.artifacts."):
        kind = getattr(importlib.import_module(module.name), "KIND", None)
        if isinstance(kind, Kind):
            found.append(kind)
    return tuple(sorted(found, key=lambda item: (item.order, item.name)))


def sheets() -> tuple[Sheet, ...]:
    """Every sheet that a source may have."""
    return (GUIDE, RECEPTION, *(sheet for kind in kinds() for sheet in kind.sheets))
