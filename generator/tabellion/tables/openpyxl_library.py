"""openpyxl, as it is first asked for."""

from __future__ import annotations

import sys
from typing import Any

COMMAND_LINE = "tabellion.cli"
"""The module whose process is the program's own: nobody imports it who calls us as a library."""


def openpyxl() -> Any:
    """The library, imported at the first call.

    The command line has it without numpy, which openpyxl imports where there is one, to write numbers of that kind:
    loading numpy takes as long as reading a workbook. Callers of ours keep an openpyxl that knows it.
    """
    if COMMAND_LINE not in sys.modules or {"numpy", "openpyxl"} & sys.modules.keys():
        import openpyxl

        return openpyxl
    sys.modules["numpy"] = None  # type: ignore[assignment]  # as Python notes what is not there
    try:
        import openpyxl
    finally:
        del sys.modules["numpy"]
    return openpyxl
