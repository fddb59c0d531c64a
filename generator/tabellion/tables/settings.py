"""What a guide says of how its tables are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from tabellion.tables.columns import Sheet


class Hidden(Enum):
    """What becomes of rows, columns and sheets that a workbook hides."""

    TOLD = "told"  # read, with a warning
    READ = "read"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Settings:
    """How tables are read. `whole_numbers` are the columns, by sheet and key, whose codes are whole numbers and may
    stand as such; `roles` those of the institutions that sent files, by the name of the file: where they differ, both
    may speak of one row."""

    hidden: Hidden = Hidden.TOLD
    whole_numbers: frozenset[tuple[str, str]] = frozenset()
    roles: Mapping[str, str] = field(default_factory=dict)

    def applied(self, sheet: Sheet) -> Sheet:
        """The declaration of a sheet with what is said of its columns."""
        named = {column for key, column in self.whole_numbers if key == sheet.key}
        if not named:
            return sheet
        columns = (replace(item, whole_numbers=True) if item.key in named else item for item in sheet.columns)
        return replace(sheet, columns=tuple(columns))


USUAL = Settings()
