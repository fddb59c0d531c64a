"""Findings as rows of a table: a row for each, the same columns in Parquet and in frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tabellion.diagnostics import Finding

if TYPE_CHECKING:
    import pandas
    import pyarrow

_NUMBERS = ("line", "column")
COLUMNS = (
    "file",
    *_NUMBERS,
    "code",
    "rule",
    "severity",
    "type",
    "expression",
    "value",
    "expected",
    "suggestion",
    "profile",
    "element_id",
    "key",
    "message",
    "help",
)
_AT_ONCE = 5000


def row(finding: Finding, lang: str) -> tuple[str | int | None, ...]:
    """A finding by `COLUMNS`, its words in `lang`; what is not known is `None`, a line or a column 0."""
    return (
        finding.place.file,
        finding.place.line,
        finding.place.offset,
        finding.code,
        finding.rule.name,
        finding.severity,
        finding.rule.issue_type,
        finding.expression,
        finding.value,
        finding.expected_in(lang),
        finding.suggestion,
        finding.profile,
        finding.element_id,
        finding.key,
        finding.message(lang),
        finding.help(lang),
    )


def tables(findings: Iterable[Finding], lang: str) -> Iterator[pyarrow.Table]:
    """The rows of findings, some thousands at a time: nothing else of them is kept."""
    import pyarrow

    rows = (row(finding, lang) for finding in findings)
    while part := list(islice(rows, _AT_ONCE)):
        yield pyarrow.table([[_text(item) for item in column] for column in zip(*part, strict=True)], schema=schema())


def schema() -> pyarrow.Schema:
    """The columns with their types: numbers of 64 bits, texts."""
    import pyarrow

    return pyarrow.schema([(name, pyarrow.int64() if name in _NUMBERS else pyarrow.string()) for name in COLUMNS])


def frame(parts: Sequence[pyarrow.Table]) -> pandas.DataFrame:
    """Tables of rows as one pandas frame."""
    import pyarrow

    return pyarrow.concat_tables([schema().empty_table(), *parts]).to_pandas()


def _text(item: Any) -> Any:
    """A text that UTF-8 can hold: a message may have half a surrogate pair."""
    return item.encode("utf-8", "replace").decode("utf-8") if isinstance(item, str) else item
