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

    `sender` and `receiver` are the words for each where the tables tell them apart, `""` otherwise.
    """

    kind: str
    word: str
    condition: Text = NO_TEXT
    sender: str = ""
    receiver: str = ""

    @property
    def others(self) -> list[tuple[str, str]]:
        """What differs from the word for one of the two: the key of who it is, and the word for it."""
        return [
            (who, word)
            for who, word in (("sender", self.sender), ("receiver", self.receiver))
            if word != self.word and word
        ]


def obligation_of(
    element: Json, element_rows: Sequence[Row], data_rows: Sequence[Row], reading: Reading, *, nested: bool
) -> Obligation:
    """What an element asks for. `nested` says that it stands in an element that may be absent."""
    condition = next((reading.text(row.text("condition")) for row in data_rows if row.text("condition")), NO_TEXT)
    sender = next((STATED[row["sender"]] for row in element_rows if row["sender"] in STATED), "")
    receiver = next((STATED[row["receiver"]] for row in element_rows if row["receiver"] in STATED), "")
    kind = _kind(element, nested=nested)
    if kind in ("support", "optional") and any(row["obligation"] == "conditional" for row in data_rows):
        kind = "conditional"
    if sender and kind != "prohibited":
        kind = sender if kind != "mandatory" or sender == "mandatory" else kind
    return Obligation(
        kind,
        reading.say(f"obligation_{kind}"),
        condition,
        reading.say(f"obligation_{sender}") if sender else "",
        reading.say(f"obligation_{receiver}") if receiver else "",
    )


def _kind(element: Json, *, nested: bool) -> str:
    if element.get("max") == "0":
        return "prohibited"
    if element.get("min", 0) >= 1:
        return "within" if nested else "mandatory"
    return "support" if element.get("mustSupport") else "optional"
