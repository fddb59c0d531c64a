"""The sheet Examples: a row for each."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import ID, NOTE, STATUS, TITLE

EXAMPLES = Sheet(
    "examples",
    "Exemples",
    "Examples",
    owner="specification",
    becomes="Resource",
    unique=("id",),
    description=("purpose",),
    columns=(
        ID,
        TITLE,
        Column(
            "purpose",
            "Intention",
            "Purpose",
            translated=True,
            recommended=True,
            help=Term("Ce que l'exemple montre, en une phrase.", "What the example shows, in one sentence."),
            example=Term("Le plus petit envoi valide.", "The smallest valid submission."),
            fhir="ImplementationGuide.definition.resource.description",
        ),
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term(
                "Le profil que l'exemple illustre, par son identifiant, ou un type de ressource. Il est écrit dans "
                "l'exemple.",
                "The profile that the example shows, by its id, or a type of resource. It is written into the example.",
            ),
            example=Term("debit-de-pointe-observation", "peak-flow-observation"),
            fhir="Resource.meta.profile",
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
            help=Term(
                "Un exemple valide montre comment faire ; un exemple refusé montre une erreur, et doit être refusé.",
                "A valid example shows how to do it; a refused one shows an error, and has to be refused.",
            ),
            fhir="ImplementationGuide.definition.resource.reference",
        ),
        Column(
            "fault",
            "Erreur attendue",
            "Expected error",
            Type.CODE,
            aliases=("expected fault",),
            many=True,
            wordlike=True,
            help=Term(
                "Pour un exemple refusé : l'invariant ou le code de la règle qu'il enfreint.",
                "For a refused example: the invariant or the code of the rule that it breaks.",
            ),
            example=Term("sou-1", "bre-1"),
            names="fault",
        ),
        Column(
            "file",
            "Fichier JSON",
            "JSON file",
            Type.CODE,
            aliases=("fichier", "file"),
            help=Term(
                "Un fichier JSON du dossier « examples » des sources, au lieu de lignes dans la feuille Valeurs "
                "d'exemple.",
                "A JSON file in the folder `examples` of the sources, instead of rows in the sheet Example values.",
            ),
            example=Term("debit.json", "flow.json"),
        ),
        Column(
            "published",
            "Dans le paquet",
            "In the package",
            Type.YES_NO,
            help=Term(
                "L'exemple va-t-il dans le paquet ? Vide : oui s'il est valide.",
                "Does the example go into the package? Empty: yes if it is valid.",
            ),
            fhir="ImplementationGuide.definition.resource.reference",
            pages=False,
        ),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par exemple", "one row for each example"),
)
