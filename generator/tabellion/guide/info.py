"""What the Guide sheet says: identity, edition, address, review."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from tabellion.diagnostics import Place
from tabellion.guide.defaults import DEFAULT_FHIR_VERSION
from tabellion.tables.table import EMPTY_TEXT, Localized


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that the guide depends on."""

    name: str
    version: str
    place: Place

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class GuideInfo:
    """The identity of a guide and of its edition (ImplementationGuide's elements, where FHIR has them).

    `site` is the address where the guide is published, `comments` where comments go (a `mailto:` or the address of a
    tracker), both `""` when not said. `langs` begins with the guide's own language. `missing` has the required items
    that a stand-in takes the place of, since they were not given or not read.
    """

    package_id: str
    canonical: str
    name: str
    title: Localized
    version: str
    status: str
    date: datetime.date
    publisher: str
    lang: str = "fr"
    langs: tuple[str, ...] = ("fr",)
    fhir_version: str = DEFAULT_FHIR_VERSION
    description: Localized = EMPTY_TEXT
    publisher_url: str = ""
    contact: str = ""
    jurisdiction: str = ""
    license: str = ""
    copyright: Localized = EMPTY_TEXT
    experimental: bool = False
    site: str = ""
    comments: str = ""
    approval_date: datetime.date | None = None
    last_review_date: datetime.date | None = None
    review_opens: datetime.date | None = None
    review_closes: datetime.date | None = None
    dependencies: tuple[Dependency, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    # the items whose cells have a fault
    unread: frozenset[str] = frozenset()

    def place(self, item: str) -> Place:
        """The cell of an item, by the name of its attribute here."""
        return self.places.get(item, Place())


@dataclass(frozen=True, slots=True)
class Reception:
    """What the Reception sheet of a workbook says."""

    file: str
    institution: str
    role: str
    version: str
    received: datetime.date
    contact: str
    place: Place
