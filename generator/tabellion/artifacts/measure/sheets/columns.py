"""What several of these sheets have."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type

ACTORS = (
    Choice("sender", "émetteur", "sender"),
    Choice("receiver", "récepteur", "receiver"),
    Choice("both", "les deux", "both"),
)

NO_RESOURCE = "the insurer's measures, data and rules are no resource of FHIR: profiles carry them"

MEASURE = Column(
    "measure",
    "Mesure",
    "Measurement",
    Type.CODE,
    required=True,
    many=True,
    refers=("measure",),
    aliases=("id_mesure", "measure id", "mesures", "measures"),
    help=Term(
        "La mesure dont parle la ligne, par son identifiant dans la feuille Mesures ; * pour toutes.",
        "The measurement that the row is about, by its id in the sheet Measurements; * for all.",
    ),
    example=Term("debit-de-pointe", "peak-flow"),
)
