"""The sheets of examples."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import ID, NOTE, STATUS, TITLE

EXAMPLES = Sheet(
    "examples",
    "Exemples",
    "Examples",
    owner="specification",
    unique=("id",),
    description=("purpose",),
    columns=(
        ID,
        TITLE,
        Column("purpose", "Intention", "Purpose", translated=True, recommended=True),
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            many=True,
            help=Term(
                "profil illustré, ou type de ressource ; écrit dans un fichier qui ne le nomme pas",
                "the profile shown, or a type of resource; written into a file that does not name it",
            ),
        ),
        Column(
            "expected",
            "Attendu",
            "Expected",
            Type.CHOICE,
            choices=(
                Choice("valid", "valide", "valid"),
                Choice("refused", "refusé", "refused", ("refuse", "invalide", "invalid")),
            ),
        ),
        Column(
            "fault",
            "Erreur attendue",
            "Expected fault",
            Type.CODE,
            many=True,
            help=Term(
                "invariant ou code de règle que l'exemple refusé doit enfreindre",
                "the invariant or code of a rule that a refused example shall break",
            ),
            names="fault",
        ),
        Column(
            "file",
            "Fichier JSON",
            "JSON file",
            Type.CODE,
            aliases=("fichier", "file"),
            help=Term(
                "fichier du dossier « examples » des sources, au lieu de lignes",
                "a file of the sources' folder `examples`, instead of rows",
            ),
        ),
        Column(
            "published",
            "Dans le paquet",
            "In the package",
            Type.YES_NO,
            help=Term("vide : oui pour un exemple valide", "empty: yes for a valid example"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par exemple", "one row for each example"),
)

VALUES = Sheet(
    "example-values",
    "Valeurs d'exemple",
    "Example values",
    owner="specification",
    part_of="example",
    columns=(
        Column("example", "Exemple", "Example", Type.CODE, required=True, refers=("example",)),
        Column(
            "path",
            "Chemin",
            "Path",
            Type.PATH,
            required=True,
            help=Term(
                "élément, par son identifiant FHIR ; [0], [1]… pour un élément répété",
                "the element, by its FHIR id; [0], [1]… for one that repeats",
            ),
        ),
        Column(
            "value",
            "Valeur",
            "Value",
            Type.VALUE,
            help=Term(
                "selon le type : texte, système#code, nombre unité, Type/identifiant, ou JSON",
                "by type: text, system#code, number unit, Type/id, or JSON",
            ),
        ),
        NOTE,
    ),
    help=Term("les valeurs des exemples, un élément par ligne", "the values of the examples, one element per row"),
)
