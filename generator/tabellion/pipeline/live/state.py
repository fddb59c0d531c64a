"""What a page asks while it is open: which edition is shown, whether another is being made, and what is wrong."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from tabellion.diagnostics import Report
from tabellion.publish.pages_on_demand import PagesOnDemand

MOST_SHOWN = 50


@dataclass(slots=True)
class LiveState:
    """The state of a site that is worked on. `edition` counts the editions that were made; `findings` are the errors
    that keep the last one from being made. `pages` are those of an edition that is not yet in the site."""

    edition: int = 0
    is_building: bool = False
    lang: str = "fr"
    findings: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0
    pages: PagesOnDemand | None = None
    version: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def as_json(self) -> dict[str, Any]:
        """What the script of a page reads; `version` counts the states."""
        return {
            "version": self.version,
            "edition": self.edition,
            "building": self.is_building,
            "lang": self.lang,
            "findings": self.findings,
            "more": self.left_out,
        }

    def wait(self, version: int, seconds: float) -> None:
        """Until the state is another than `version`, or for some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)

    def begin(self) -> None:
        """An edition is being made."""
        self.is_building = True
        self.tell()

    def take(self, report: Report, lang: str, pages: PagesOnDemand | None) -> None:
        """What a check found, and the pages of the edition where nothing keeps it from being shown."""
        errors = [found for found in report.in_order() if found.severity == "error"]
        self.lang = lang
        self.findings = [
            {"code": found.code, "place": str(found.place), "message": found.message(lang), "help": found.help(lang)}
            for found in errors[:MOST_SHOWN]
        ]
        self.left_out = max(0, len(errors) - MOST_SHOWN)
        self.is_building = False
        if pages is not None:
            self.pages = pages
            self.edition += 1
        self.tell()

    def tell(self) -> None:
        """Let whoever waits know that the state is another."""
        with self._changed:
            self.version += 1
            self._changed.notify_all()
