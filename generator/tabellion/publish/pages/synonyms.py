"""The pages that everyday words lead to."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.editorial.synonyms import everyday_words
from tabellion.publish.pages.reading import Reading
from tabellion.tables.table import Row


def words_of(page: str, reading: Reading) -> list[str]:
    """The everyday words for what a page, or a place in a page, is about."""
    rows = (row for row in reading.edition.rows("synonyms") if page in _pages(row, reading))
    return [word for row in rows for word in everyday_words(row, reading.lang)]


def _pages(row: Row, reading: Reading) -> Iterator[str]:
    """Where the thing stands that a row names: the profiles of a measure, else what has this id."""
    target, addresses = str(row["target"]), reading.addresses
    profiles = addresses.profiles_of.get(target, ())
    if profiles:
        yield from (addresses.of(reading.edition.by_reference[f"StructureDefinition/{name}"]) for name in profiles)
        return
    for (_, name), page in addresses.pages.items():
        if name == target or name.rpartition("/")[2] == target:
            yield page
