"""Columns that several of these sheets have."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Type
from tabellion.tables.forms import ELEMENT

TARGET = Column(
    "target",
    "Mesure",
    "Measurement",
    Type.CODE,
    required=True,
    many=True,
    refers=("measure", "profile"),
    aliases=("id_mesure", "measure", "measure id", "profil", "profile"),
    help=Term(
        "La mesure ou le profil dont parle la ligne, par son identifiant ; * pour tous.",
        "The measurement or profile that the row is about, by its id; * for all.",
    ),
    example=Term("debit-de-pointe", "peak-flow"),
)

PATH = Column(
    "path",
    "Chemin",
    "Path",
    Type.PATH,
    required=True,
    aliases=("élément", "element", "chemin fhir"),
    help=Term(
        "L'élément du profil, par son chemin dans FHIR. « tabellion paths » aide à le trouver.",
        "The profile's element, by its path in FHIR. `tabellion paths` helps to find it.",
    ),
    example="Observation.method",
    fhir="id",
    form=ELEMENT,
)
URL = Column("url", "URL canonique", "Canonical URL", Type.URL, aliases=("url", "canonical"), fhir="url")
OID = Column("oid", "OID", "OID", Type.OID, fhir="identifier.value")
COPYRIGHT = Column("copyright", "Droits", "Copyright", translated=True, fhir="copyright")
PUBLISHER = Column(
    "publisher",
    "Propriétaire",
    "Owner",
    aliases=("éditeur", "publisher"),
    help=Term(
        "L'organisme qui tient les codes, s'il n'est pas l'éditeur du guide.",
        "The organization that keeps the codes, if it is not the guide's publisher.",
    ),
    example=Term("Collège du souffle", "College of breath"),
    fhir="publisher",
    pages=False,
    any_text="names are written as those who bear them want",
)
DERIVED_FROM = Column(
    "derived_from",
    "Dérivé de",
    "Derived from",
    Type.URL,
    aliases=("derivedfrom",),
    help=Term(
        "L'adresse, et |version, de ce dont le contenu vient quand vous l'avez changé. L'adresse canonique est alors "
        "la vôtre, et la description indique ce qui change.",
        "The address, and |version, of what the content comes from when you have changed it. The canonical address "
        "is then your own, and the description tells what differs.",
    ),
    example="https://souffle.example/fhir/ValueSet/positions|1.0.0",
    fhir="extension",
)
START = Column(
    "start",
    "Début",
    "Start",
    Type.DATE,
    aliases=("date de début", "date valid"),
    help=Term("Le premier jour où il vaut.", "The first day on which it holds."),
    example="2026-01-01",
)
END = Column(
    "end",
    "Fin",
    "End",
    Type.DATE,
    aliases=("date de fin",),
    help=Term("Le dernier jour où il vaut.", "The last day on which it holds."),
    example="2026-12-31",
)
