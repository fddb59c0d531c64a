"""Reading a resource from XML: the reader's faults as issues, and where in the text each value stands."""

from __future__ import annotations

from tabellion.diagnostics import Diagnostic, Report
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.fhir.xml_reader import XmlReader
from tabellion.validation.results.issues import Issue, Issues, Pointer


class XmlText:
    """The readers of one set of definitions. Safe to share between threads."""

    def __init__(self, definitions: Definitions) -> None:
        self._reader = XmlReader(definitions)

    def read(self, text: str | bytes) -> tuple[Json | None, Issues, dict[Pointer, tuple[int, int]]]:
        """The resource (`None` when the text is not one), what is wrong with the text, and places by pointer."""
        report = Report()
        read = self._reader.read(text, report)
        return read.resource, Issues(_issue(diagnostic) for diagnostic in report), dict(read.positions)


def _issue(found: Diagnostic) -> Issue:
    return Issue(
        found.rule,
        found.place.element,
        found.parameters,
        found=found.value,
        suggestion=found.suggestion,
        line=found.place.line,
        column=found.place.offset,
    )
