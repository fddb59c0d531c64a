"""Empty workbooks for authors: the sheets of the guide, or some of them, with everything that helps to fill them."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.artifacts.kinds import kinds, sheets
from tabellion.tables.columns import Sheet
from tabellion.tables.headings import Vocabulary, fold
from tabellion.tables.template import Content, template_workbook


class NoSuchSheetError(Exception):
    """No sheet of the guide has this `name`; `near` is one that was probably meant, if any."""

    def __init__(self, name: str, near: str | None) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


def empty_workbook(names: Sequence[str], lang: str, others: Sequence[str], *, examples: bool) -> bytes:
    """The bytes of a workbook (.xlsx) with the sheets of these names in any language, in this order; all without names.

    With `examples` each sheet has a row that shows what its columns hold, and that readers leave out. Raises
    `NoSuchSheetError`.
    """
    chosen = [_named(name) for name in dict.fromkeys(names)] or list(sheets())
    declaring = {kind.name: kind.declaring for kind in kinds() if kind.sheets}
    contents = [Content(sheet, example=examples) for sheet in chosen]
    return template_workbook(contents, lang, [other for other in others if other != lang], declaring)


def _named(name: str) -> Sheet:
    found = next((sheet for sheet in sheets() if fold(name) in map(fold, sheet.names)), None)
    if found is None:
        known = Vocabulary(word for sheet in sheets() for word in (sheet.fr, sheet.en))
        raise NoSuchSheetError(name, known.nearest(name))
    return found
