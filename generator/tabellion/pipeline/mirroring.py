"""The text mirror of a project's workbooks: written from them, and put back into them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Term
from tabellion.files.change import Changed, replace_files
from tabellion.tables.mirror.sheet_text import MirrorTextError, sheet_of_text
from tabellion.tables.mirror.workbooks import texts_of_workbook, workbook_of_texts

FOLDER = "mirror"
ORDER = "sheets.txt"
NO_SHEET = Term("un classeur a au moins une feuille", "a workbook has at least one sheet")
WORKBOOKS = {".xlsx", ".xlsm", ".ods", ".fods"}
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class UnreadableMirrorError(Exception):
    """A file that cannot be mirrored or made again: `path`, and the fault of its text or of what reads it."""

    def __init__(self, path: Path, fault: Exception) -> None:
        super().__init__(f"{path}: {fault}")
        self.path = path
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Mirrored:
    """The workbooks that were mirrored or made again, and what changed on disk."""

    workbooks: tuple[str, ...]
    changed: tuple[str, ...]


def texts_of(path: Path) -> dict[str, str]:
    """The text of each sheet of a workbook. Raises `UnreadableMirrorError`."""
    try:
        return texts_of_workbook(path, sheets())
    except Exception as fault:  # the library raises many kinds on a damaged file
        raise UnreadableMirrorError(path, fault) from fault


def write_mirror(sources: Path, mirror: Path) -> Mirrored:
    """Write the text of every workbook of the sources: a folder for each, a file for each sheet, and their order.

    What an earlier run wrote and no workbook says any more is removed. Raises `UnreadableMirrorError` and `OSError`.
    """
    files: dict[str, bytes] = {}
    books = _workbooks(sources)
    for path in books:
        texts = texts_of(path)
        names = file_names(list(texts))
        files[f"{path.name}/{ORDER}"] = "".join(f"{title}\n" for title in texts).encode("utf-8")
        files |= {f"{path.name}/{names[title]}": text.encode("utf-8") for title, text in texts.items()}
    before = {item.relative_to(mirror).as_posix() for item in mirror.glob("*/*.txt")} if mirror.is_dir() else set()
    done = replace_files(mirror, files, before - files.keys())
    return Mirrored(tuple(path.name for path in books), _names(done))


def apply_mirror(sources: Path, mirror: Path) -> Mirrored:
    """Make the workbooks again whose text says something else than they do; the others stay as they are, and of those
    all that their text does not tell. Raises `UnreadableMirrorError` and `OSError`; nothing is written then.
    """
    made: dict[str, bytes] = {}
    folders = sorted(path.parent for path in mirror.glob(f"*/{ORDER}"))
    for folder in folders:
        path = sources / folder.name
        texts = _read(folder)
        if path.is_file() and texts_of(path) == texts:
            continue
        made[folder.name] = workbook_of_texts(texts, path)
    done = replace_files(sources, made) if made else None
    return Mirrored(tuple(folder.name for folder in folders), _names(done) if done is not None else ())


def _workbooks(sources: Path) -> list[Path]:
    found = sorted(sources.iterdir()) if sources.is_dir() else []
    return [path for path in found if path.suffix.lower() in WORKBOOKS and not path.name.startswith(("~$", ".", "_"))]


def file_names(titles: Sequence[str]) -> dict[str, str]:
    """The file of each sheet: its title without what systems refuse in names."""
    found: dict[str, str] = {}
    for title in titles:
        plain = UNSAFE.sub("_", title).strip(" .") or "_"
        taken = {name.casefold() for name in found.values()}
        name, number = f"{plain}.txt", 2
        while name.casefold() in taken or name == ORDER:
            name, number = f"{plain} ({number}).txt", number + 1
        found[title] = name
    return found


def _read(folder: Path) -> Mapping[str, str]:
    """The texts of a workbook by the titles of its sheets, in their order, each such that it can be written."""
    order = folder / ORDER
    titles = [line for line in _text(order).split("\n") if line]
    if not titles:
        raise UnreadableMirrorError(order, MirrorTextError(1, NO_SHEET))
    texts = {}
    for title, name in file_names(titles).items():
        texts[title] = _text(folder / name)
        try:
            sheet_of_text(texts[title])
        except MirrorTextError as fault:
            raise UnreadableMirrorError(folder / name, fault) from fault
    return texts


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableMirrorError(path, fault) from fault


def _names(done: Changed) -> tuple[str, ...]:
    return tuple(sorted({*done.changed, *done.removed}))
