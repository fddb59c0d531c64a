"""Long lists of codes and mappings: the page shows the first rows, a script the others, from files beside the page.

The files are scripts, so that a page opened from a disk reads them too. Each holds `CHUNK` rows; nothing but the rows
that a reader looks at is loaded, and a search loads all of them, one file after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.reading import Reading

LONGEST_WHOLE = 500
"""Rows of a list that stands whole in its page."""
SHOWN = 100
"""Rows of a longer one that stand in the page, readable without script."""
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class ListColumn:
    """What the script shows of a row: `at` is where it stands in the row, `words` what its values are called, `more`
    where else to look for what the cell shows.

    `kind` is `code`, `word`, `text`, or `own` of a text in the languages of the guide, of which `more` names one.
    """

    kind: str
    heading: str
    at: int
    words: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LongList:
    """A list that a script shows; `settings` is what the script needs to know, as JSON."""

    total: int
    shown: int
    settings: str


def language_columns(heading: str, at: int, reading: Reading, langs: Sequence[str] = ()) -> list[ListColumn]:
    """A text in the languages of the guide, or in those given: that of the page, then the others."""
    langs = langs or reading.edition.info.langs
    own = langs.index(reading.lang)
    columns = [ListColumn("own", heading, at, more={"lang": own})]
    return columns + [
        ListColumn("own", f"{heading} ({lang})", at, more={"lang": number}, words={"lang": lang})
        for number, lang in enumerate(langs)
        if number != own
    ]


def long_list(
    artifact: Artifact, total: int, columns: Sequence[ListColumn], reading: Reading, page: str
) -> LongList | None:
    """The list of an artifact where it is long."""
    if total <= LONGEST_WHOLE:
        return None
    settings = {
        "name": f"{artifact.type}-{artifact.id}",
        "base": reading.file(f"{_base(artifact)}0.js", page).removesuffix("0.js"),
        "script": reading.file("assets/list.js", page),
        "total": total,
        "chunk": CHUNK,
        "page": SHOWN,
        "columns": [
            {"kind": item.kind, "heading": item.heading, "at": item.at, "words": item.words, "more": item.more}
            for item in columns
        ],
        "say": {key: reading.say(f"list_{key}") for key in SAID},
    }
    return LongList(total, SHOWN, json.dumps(settings, ensure_ascii=False, separators=(",", ":")))


SAID = ("search", "previous", "next", "lines", "found", "searching", "none", "parent", "instead", "unreadable")
"""What the script says, by the words of the page that begin with `list_`."""


def _base(artifact: Artifact) -> str:
    return f"{artifact.type}/{artifact.id}.rows/"


def long_list_files(artifact: Artifact, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, bytes]]:
    """The scripts with the rows, by their path from the root of the site."""
    name = json.dumps(f"{artifact.type}-{artifact.id}")
    source = iter(rows)
    for number, some in enumerate(iter(lambda: list(islice(source, CHUNK)), [])):
        text = json.dumps(some, ensure_ascii=False, separators=(",", ":"))
        yield f"{_base(artifact)}{number}.js", f"guideRows({name},{number},{text});\n".encode()
