"""The sheet Example values: what stands in examples that have no file."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.facets import NOTE

VALUES = Sheet(
    "example-values",
    "Valeurs d'exemple",
    "Example values",
    owner="specification",
    becomes="Resource",
    part_of="example",
    columns=(
        Column(
            "example",
            "Exemple",
            "Example",
            Type.CODE,
            required=True,
            refers=("example",),
            help=Term(
                "L'exemple dont parle la ligne, par son identifiant dans la feuille Exemples.",
                "The example that the row is about, by its id in the sheet Examples.",
            ),
            example=Term("debit-minimal", "minimal-flow"),
            fhir="Resource.id",
        ),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.PATH,
            required=True,
            help=Term(
                "L'élément rempli ; [0], [1]… quand il est répété. « tabellion paths » aide à le trouver.",
                "The element that is filled; [0], [1]… when it repeats. `tabellion paths` helps to find it.",
            ),
            example="Observation.valueQuantity.value",
        ),
        Column(
            "value",
            "Valeur",
            "Value",
            Type.VALUE,
            help=Term(
                "La valeur, selon le type de l'élément : texte, système#code, nombre et unité, Type/identifiant, ou "
                "JSON.",
                "The value, by the element's type: text, system#code, number and unit, Type/id, or JSON.",
            ),
            example="410",
            fhir="Resource",
        ),
        NOTE,
    ),
    help=Term("les valeurs des exemples, un élément par ligne", "the values of the examples, one element per row"),
)
