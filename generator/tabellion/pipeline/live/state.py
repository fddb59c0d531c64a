"""What a page asks while it is open: which edition is shown, whether another is being made, and what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tabellion.diagnostics import Report
from tabellion.pipeline.building import build
from tabellion.pipeline.live.watching import LOOKED_EVERY, Signature, settled, signature
from tabellion.pipeline.project import Project

MOST_SHOWN = 50


@dataclass(slots=True)
class LiveState:
    """The state of a site that is worked on. `edition` counts the builds that made it; `findings` are the errors that
    keep the last one from being made."""

    edition: int = 0
    is_building: bool = False
    lang: str = "fr"
    findings: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """What the script of a page reads."""
        return {
            "edition": self.edition,
            "building": self.is_building,
            "lang": self.lang,
            "findings": self.findings,
            "more": self.left_out,
        }

    def take(self, report: Report, lang: str, *, is_made: bool) -> None:
        """What a build found, and whether it made a site."""
        errors = [found for found in report.in_order() if found.severity == "error"]
        self.lang = lang
        self.findings = [
            {"code": found.code, "place": str(found.place), "message": found.message(lang), "help": found.help(lang)}
            for found in errors[:MOST_SHOWN]
        ]
        self.left_out = max(0, len(errors) - MOST_SHOWN)
        self.edition += is_made


def build_once(project: Project, state: LiveState) -> None:
    """Build a project and keep what it says."""
    state.is_building = True
    try:
        result = build(project)
        state.take(result.report, result.lang, is_made=result.site is not None)
    finally:
        state.is_building = False


def keep_building(
    project: Project,
    state: LiveState,
    stopped: threading.Event,
    before: Signature | None = None,
    make: Callable[[Project, LiveState], None] = build_once,
) -> None:
    """Build again whenever the sources were saved and are whole, until it is `stopped`."""
    folder: Path = project.sources
    known = signature(folder) if before is None else before
    while not stopped.wait(LOOKED_EVERY):
        found = settled(folder, known)
        if found is not None:
            known = found
            make(project, state)
