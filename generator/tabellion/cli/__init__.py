"""The command `tabellion`: one module for each family of commands, no logic of its own."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from typing import Any


def main() -> None:
    """Run the command line. Messages that a console cannot show are written with replacements, never lost.

    A standard stream that is closed is one without content; one that takes no more ends the program, with its reason.
    So does what the machine refuses where no diagnostic can say it at a place. A fault of the program keeps its
    traceback.
    """
    # most of what a run makes it keeps: looking so often for what could be freed takes a quarter of a large build
    gc.set_threshold(200_000, 20, 100)
    from tabellion.cli.app import app
    from tabellion.cli.shared_options import MACHINE, PROGRAM

    sys.stdin = sys.stdin or _nothing("r")
    sys.stdout = sys.stdout or _nothing("w")
    sys.stderr = sys.stderr or _nothing("w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EIO) and fault.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would fail again at the end
        _tell(fault)
        sys.exit(MACHINE)
    except Exception:
        traceback.print_exc()
        sys.exit(PROGRAM)
    finally:
        # what is left goes with the process: looking through it for circles takes a tenth of a large build
        gc.disable()
        gc.freeze()


def _tell(fault: OSError) -> None:
    """Both languages: the guide's own may not be known."""
    from tabellion.files.cause import cause_of

    cause = cause_of(fault)
    for lang, blank in (("fr", " "), ("en", "")):
        about = f"{fault.filename2 or fault.filename}{blank}: " if fault.filename else ""
        sys.stderr.write(f"tabellion{blank}: {about}{cause.reason[lang]}{blank}; {cause.remedy[lang]}\n")


def _nothing(mode: str) -> Any:
    """A stream without content, in the place that the closed one left in the system's table of files."""
    return os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8")
