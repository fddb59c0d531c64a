"""`python -m tabellion` is the command `tabellion`."""

from __future__ import annotations

from tabellion.cli import main

if __name__ == "__main__":
    main()
