"""Which element it is, how often it is there, and what it holds."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.profile.sheets.columns import CARDINALITY
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type
from tabellion.tables.facets import STRENGTH, VALUE_SET
from tabellion.tables.forms import SLICE

OBLIGATIONS = (
    Choice("SHALL", "DOIT", "SHALL"),
    Choice("SHOULD", "DEVRAIT", "SHOULD"),
    Choice("MAY", "PEUT", "MAY"),
    Choice("SHALL NOT", "INTERDIT", "SHALL NOT", ("NE DOIT PAS",)),
    Choice("CONDITIONAL", "CONDITIONNEL", "CONDITIONAL"),
)

OCCURRENCE_AND_VALUES = (
    Column(
        "path",
        "Chemin",
        "Path",
        Type.PATH,
        required=True,
        aliases=("ID", "élément", "element"),
        help=Term(
            "L'élément dont parle la ligne, par son chemin dans FHIR. « tabellion paths » aide à le trouver.",
            "The element that the row is about, by its path in FHIR. `tabellion paths` helps to find it.",
        ),
        example="Observation.value[x]",
        fhir="id",
    ),
    Column(
        "slice",
        "Tranche",
        "Slice name",
        Type.CODE,
        aliases=("slice name", "slice"),
        help=Term(
            "Le nom d'une tranche : un des éléments répétés, réglé à part.",
            "The name of a slice: one of the repeated elements, ruled on its own.",
        ),
        example=Term("premier", "first"),
        fhir="sliceName",
        form=SLICE,
    ),
    replace(
        CARDINALITY,
        help=Term(
            "Combien de fois l'élément est rempli : 0..1 facultatif, 1..1 obligatoire, 0..* autant qu'on veut, 0..0 "
            "interdit.",
            "How often the element is filled: 0..1 optional, 1..1 required, 0..* as often as wanted, 0..0 prohibited.",
        ),
        example="1..1",
        fhir="min",
    ),
    Column(
        "min",
        "Min",
        "Min",
        Type.INTEGER,
        help=Term(
            "Le début de la cardinalité, si vous la tenez en deux colonnes.",
            "The beginning of the cardinality, if you keep it in two columns.",
        ),
        example="1",
        fhir="min",
    ),
    Column(
        "max",
        "Max",
        "Max",
        Type.MAXIMUM,
        help=Term(
            "La fin de la cardinalité, si vous la tenez en deux colonnes ; * pour autant qu'on veut.",
            "The end of the cardinality, if you keep it in two columns; * for as often as wanted.",
        ),
        example="*",
        fhir="max",
    ),
    Column(
        "mustsupport",
        "À prendre en charge",
        "Must support",
        Type.YES_NO,
        aliases=("must support?", "MS", "must support"),
        help=Term(
            "« oui » : un logiciel doit savoir remplir l'élément ou le lire. Vide : oui si une obligation de la ligne "
            "est DOIT ou CONDITIONNEL.",
            "`yes`: software has to be able to fill the element or to read it. Empty: yes if an obligation of the row "
            "is SHALL or CONDITIONAL.",
        ),
        fhir="mustSupport",
        takes_back=True,
    ),
    Column(
        "sender",
        "Obligation émetteur",
        "Sender obligation",
        Type.CHOICE,
        choices=OBLIGATIONS,
        help=Term("Ce que doit faire celui qui envoie.", "What the sender has to do."),
        fhir="extension",
    ),
    Column(
        "receiver",
        "Obligation récepteur",
        "Receiver obligation",
        Type.CHOICE,
        choices=OBLIGATIONS,
        help=Term("Ce que doit faire celui qui reçoit.", "What the receiver has to do."),
        fhir="extension",
    ),
    Column(
        "type",
        "Type",
        "Type",
        Type.CODE,
        aliases=("type(s)", "types"),
        help=Term(
            "Les types permis, séparés par une barre verticale ; un profil de ce guide, une référence ou une "
            "extension s'écrivent comme dans l'exemple.",
            "The types allowed, separated by a vertical bar; a profile of this guide, a reference or an extension "
            "are written as in the example.",
        ),
        example=Term("Reference(Patient, mon-profil)", "Reference(Patient, my-profile)"),
        fhir="type",
    ),
    Column(
        "fixed",
        "Valeur fixe",
        "Fixed value",
        Type.VALUE,
        aliases=("fixed",),
        help=Term("La seule valeur permise, entière.", "The only value allowed, in full."),
        example="final",
        fhir="fixed[x]",
    ),
    Column(
        "pattern",
        "Motif de valeur",
        "Pattern",
        Type.VALUE,
        aliases=("pattern value",),
        help=Term(
            "Ce que la valeur doit au moins contenir : texte, système#code, nombre et unité, ou JSON.",
            "What the value has to contain at least: text, system#code, number and unit, or JSON.",
        ),
        example="LOINC#33452-4",
        fhir="pattern[x]",
    ),
    VALUE_SET,
    STRENGTH,
)
