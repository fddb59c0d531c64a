"""What the page of a kind of artifact declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tabellion.diagnostics import Term

if TYPE_CHECKING:
    from tabellion.guide.artifact import Artifact
    from tabellion.publish.pages.reading import Reading


@dataclass(frozen=True, slots=True)
class PageKind:
    """How the artifacts of a kind are shown.

    `order` places the kind in menus and lists, `folder` is where its pages stand, `singular` and `plural` what readers
    call it. `page` makes the page object of an artifact, a dataclass with a `frame`, for `template`.
    """

    name: str
    order: int
    folder: Term
    singular: Term
    plural: Term
    template: str
    page: Callable[[Artifact, Reading], Any]
