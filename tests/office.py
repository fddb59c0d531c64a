"""LibreOffice, which opens workbooks and writes them again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from needs import program


def saved_by_office(paths: Iterable[Path], folder: Path) -> None:
    """Replace workbooks by what LibreOffice writes after it opened them; `folder` is for what it needs meanwhile."""
    office = program("soffice", "libreoffice")
    saved = folder / "saved"
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", str(saved), *map(str, paths)], check=True, capture_output=True, timeout=180)
    for path in paths:
        path.write_bytes((saved / path.name).read_bytes())


def converted(paths: Iterable[Path], to: str, folder: Path) -> None:
    """Put files of another format in the place of workbooks; `folder` is for what LibreOffice needs meanwhile."""
    office = program("soffice", "libreoffice")
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
    for path in list(paths):
        subprocess.run(
            [*command, "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=180
        )
        path.unlink()
