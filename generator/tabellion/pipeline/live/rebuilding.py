"""A guide made again whenever its sources are saved: what is asked for at once, the whole in another process."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading

from tabellion.pipeline.building import check_again
from tabellion.pipeline.kept import Kept
from tabellion.pipeline.live.state import LiveState
from tabellion.pipeline.live.watching import LOOKED_EVERY, Signature, settled, signature
from tabellion.pipeline.project import Project
from tabellion.publish.pages_on_demand import PagesOnDemand


class Rebuilding:
    """The editions of a project, one after the other.

    Each is checked, and then its pages are shown, made one by one as they are asked for. Meanwhile a process of its own
    writes `output/` and the site as `tabellion build` does; it is stopped when something is saved again.
    """

    def __init__(self, project: Project, state: LiveState) -> None:
        self._project = project
        self._state = state
        self._kept = Kept()
        self._writer: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Check the project as it stands, so that the first change costs what later ones do; nothing is shown of it."""
        check_again(self._project, self._kept)

    def make(self) -> None:
        """Check the project as it is now, and show it when it has no error."""
        self.stop()
        self._state.begin()
        gc.disable()  # most of what is made here is kept
        try:
            result = check_again(self._project, self._kept)
            edition = None if result.report.failed else result.edition
            pages = PagesOnDemand(edition, self._project.site_folders) if edition is not None else None
            self._state.take(result.report, result.lang, pages)
        finally:
            gc.enable()
        if pages is not None:
            self._write()

    def settle(self) -> None:
        """Show the site itself when it is written."""
        if self._writer is not None and self._writer.poll() is not None:
            if self._writer.returncode == 0:
                self._state.pages = None
            self._writer = None

    def stop(self) -> None:
        """Write no further."""
        if self._writer is not None:
            if hasattr(os, "killpg"):
                os.killpg(self._writer.pid, signal.SIGKILL)  # the programs that it runs as well
            else:
                self._writer.kill()
            self._writer.wait()
            self._writer = None

    def _write(self) -> None:
        command = [sys.executable, "-P", "-m", "tabellion", "build", "--project", str(self._project.root.resolve())]
        self._writer = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )


def keep_building(
    project: Project, state: LiveState, stopped: threading.Event, before: Signature | None = None
) -> None:
    """Make the guide again whenever the sources were saved and are whole, until it is `stopped`."""
    folder = project.sources
    known = signature(folder) if before is None else before
    rebuilding = Rebuilding(project, state)
    try:
        rebuilding.prepare()
        while not stopped.wait(LOOKED_EVERY):
            rebuilding.settle()
            found = settled(folder, known)
            if found is not None:
                known = found
                rebuilding.make()
    finally:
        rebuilding.stop()
