"""What the page of a kind of artifact declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import Term
from tabellion.guide.artifact import Artifact


@dataclass(frozen=True, slots=True)
class PageKind:
    """How the artifacts of a kind are shown.

    `order` places the kind in menus and lists, `folder` is where its pages stand, `singular` and `plural` what readers
    call it. `page` makes the page object of an artifact as a `Reading` shows it, a dataclass with a `frame`, for
    `template`.
    """

    name: str
    order: int
    folder: Term
    singular: Term
    plural: Term
    template: str
    page: Callable[[Artifact, Any], Any]
