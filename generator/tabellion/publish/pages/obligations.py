"""The obligation of an element in words, for who sends and for who receives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.fhir.json import Json
from tabellion.publish.pages.reading import NO_TEXT, Reading, Text
from tabellion.tables.table import Row

# the words of the columns Sender obligation and Receiver obligation
STATED = {
    "SHALL": "mandatory",
    "SHOULD": "recommended",
    "MAY": "optional",
    "SHALL NOT": "prohibited",
    "CONDITIONAL": "conditional",
}


@dataclass(frozen=True, slots=True)
class Obligation:
    """`kind` is mandatory, within, support, recommended, conditional, optional or prohibited; `word` says it.

    Mandatory is what the structure refuses to be without. `sender` and `receiver` say what each owes where the tables
    say more of it than the kind does, by the code of an expectation (`SHALL`), `""` otherwise.
    """

    kind: str
    word: str
    condition: Text = NO_TEXT
    sender: str = ""
    receiver: str = ""

    @property
    def others(self) -> list[tuple[str, str]]:
        """What differs from the word for one of the two: the key of who it is, and the code of what it owes."""
        return [(who, code) for who, code in (("sender", self.sender), ("receiver", self.receiver)) if code]


def obligation_of(
    element: Json, element_rows: Sequence[Row], data_rows: Sequence[Row], reading: Reading, *, nested: bool
) -> Obligation:
    """What an element asks for. `nested` says that it stands in an element that may be absent."""
    condition = next((reading.text(row.text("condition")) for row in data_rows if row.text("condition")), NO_TEXT)
    sender = next((str(row["sender"]) for row in element_rows if row["sender"] in STATED), "")
    receiver = next((str(row["receiver"]) for row in element_rows if row["receiver"] in STATED), "")
    kind = _kind(element, nested=nested)
    if kind in ("support", "optional"):
        kind = _said(kind, sender, {str(row["obligation"]) for row in data_rows})
    return Obligation(
        kind,
        reading.say(f"obligation_{kind}"),
        condition,
        sender if sender and STATED[sender] != kind else "",
        receiver if receiver and STATED[receiver] != kind else "",
    )


def _said(kind: str, sender: str, data: set[str]) -> str:
    """The kind of an element that may be absent, as the tables say it. None of them makes it mandatory: the structure
    accepts a message without it, whatever its sender owes."""
    if "conditional" in data or sender == "CONDITIONAL":
        return "conditional"
    if STATED.get(sender) in ("recommended", "prohibited"):
        return STATED[sender]
    if "recommended" in data:
        return "recommended"
    return "support" if sender == "SHALL" else kind


def _kind(element: Json, *, nested: bool) -> str:
    if element.get("max") == "0":
        return "prohibited"
    if element.get("min", 0) >= 1:
        return "within" if nested else "mandatory"
    return "support" if element.get("mustSupport") else "optional"
