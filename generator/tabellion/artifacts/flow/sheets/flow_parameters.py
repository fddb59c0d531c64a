"""The sheet Flow parameters: how each flow that searches uses the search parameters."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import NOTE, STATUS
from tabellion.tables.forms import PARAMETER_NAME

FLOW_PARAMETERS = Sheet(
    "flow-parameters",
    "Paramètres des flux",
    "Flow parameters",
    owner="insurer",
    unique=("flow", "parameter"),
    part_of="flow",
    columns=(
        Column(
            "flow",
            "Flux",
            "Flow",
            Type.CODE,
            required=True,
            many=True,
            refers=("flow",),
            help=Term(
                "L'échange dont parle la ligne, par son identifiant dans la feuille Flux.",
                "The exchange that the row is about, by its id in the sheet Flows.",
            ),
            example=Term("demander", "ask"),
        ),
        Column(
            "parameter",
            "Paramètre",
            "Parameter",
            Type.CODE,
            required=True,
            help=Term(
                "Un paramètre de la feuille Recherches, par son nom.",
                "A parameter of the sheet Searches, by its name.",
            ),
            example="date",
            form=PARAMETER_NAME,
        ),
        Column(
            "presence",
            "Présence",
            "Presence",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("required", "obligatoire", "required", ("mandatory",)),
                Choice("optional", "facultative", "optional", ("facultatif",)),
                Choice("prohibited", "interdite", "prohibited", ("interdit",)),
            ),
            help=Term(
                "La requête de cet échange a-t-elle ce paramètre ? Un serveur refuse celle qui ne suit pas la ligne.",
                "Does the request of this exchange have this parameter? A server refuses one that does otherwise.",
            ),
        ),
        Column(
            "value",
            "Valeurs permises",
            "Values allowed",
            Type.CODE,
            many=True,
            help=Term(
                "Les valeurs permises, une par ligne ; * remplace n'importe quel texte. Vide : toutes.",
                "The values allowed, one per line; * stands for any text. Empty: all.",
            ),
            example="ge*",
            any_text="the value of a search may be any text",
        ),
        Column(
            "times",
            "Fois",
            "Times",
            Type.INTEGER,
            help=Term(
                "Combien de fois le paramètre peut être donné ; s'il est obligatoire, il l'est autant de fois, chaque "
                "fois par une valeur d'un autre début. Vide : une.",
                "How often the parameter may be given; where it is required, it is so often, each time by a value that "
                "begins otherwise. Empty: once.",
            ),
            example="2",
        ),
        Column(
            "maximum",
            "Maximum",
            "Maximum",
            Type.INTEGER,
            help=Term("Le plus grand nombre permis.", "The largest number allowed."),
            example="100",
        ),
        Column(
            "default",
            "Par défaut",
            "Default",
            Type.CODE,
            help=Term("La valeur qui vaut sans le paramètre.", "The value that holds without the parameter."),
            example="50",
            any_text="the value of a search may be any text",
        ),
        STATUS,
        NOTE,
    ),
    help=Term(
        "comment chaque échange utilise les paramètres de recherche", "how each exchange uses the search parameters"
    ),
)
