"""The insurer's sheets: measures, business data, business rules."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import NOTE, STATUS
from tabellion.tables.forms import CODE_OF_SYSTEM, ELEMENT, VERSION

FEEDING = (
    Choice("yes", "oui", "yes", ("o", "vrai", "true", "x", "1")),
    Choice("no", "non", "no", ("n", "faux", "false", "0")),
    Choice("computed", "calculée", "computed", ("calculé", "calculated")),
)
FAMILIES = (
    Choice("vital-signs", "signes-vitaux", "vital-signs", ("signe vital", "signes vitaux")),
    Choice("laboratory", "biologie", "laboratory"),
    Choice("activity", "activite", "activity", ("activité",)),
    Choice("survey", "ressenti", "survey", ("questionnaire",)),
    Choice("other", "autre", "other"),
)
DEVICE = (
    Choice("mandatory", "obligatoire", "mandatory"),
    Choice("optional", "facultatif", "optional"),
    Choice("prohibited", "interdit", "prohibited"),
    Choice("if-connected", "si objet connecté", "if connected", ("si objet connecte",)),
)
OBLIGATIONS = (
    Choice("mandatory", "obligatoire", "mandatory"),
    Choice("conditional", "conditionnelle", "conditional", ("conditionnel",)),
    Choice("optional", "facultative", "optional", ("facultatif",)),
    Choice("prohibited", "interdite", "prohibited", ("interdit",)),
)
DATA_TYPES = (
    Choice("text", "texte", "text"),
    Choice("number", "nombre", "number"),
    Choice("quantity", "quantité", "quantity"),
    Choice("date", "date", "date"),
    Choice("date-time", "date-heure", "date-time"),
    Choice("code", "code", "code"),
    Choice("yes-no", "oui-non", "yes-no"),
    Choice("reference", "référence", "reference"),
    Choice("file", "fichier", "file"),
)
ACTORS = (
    Choice("sender", "émetteur", "sender"),
    Choice("receiver", "récepteur", "receiver"),
    Choice("both", "les deux", "both"),
)
EXPECTATIONS = (
    Choice("SHALL", "DOIT", "SHALL"),
    Choice("SHOULD", "DEVRAIT", "SHOULD"),
    Choice("MAY", "PEUT", "MAY"),
    Choice("SHALL NOT", "NE DOIT PAS", "SHALL NOT", ("INTERDIT",)),
)

NO_RESOURCE = "the insurer's measures, data and rules are no resource of FHIR: profiles carry them"
MEASURE = Column(
    "measure",
    "Mesure",
    "Measure",
    Type.CODE,
    required=True,
    many=True,
    refers=("measure",),
    aliases=("id_mesure", "measure id", "mesures", "measures"),
    help=Term("identifiant de la mesure, ou * pour toutes", "id of the measure, or * for all"),
)

MEASURES = Sheet(
    "measures",
    "Mesures",
    "Measures",
    owner="insurer",
    unique=("id",),
    title="label",
    description=("definition",),
    columns=(
        Column(
            "id",
            "Identifiant",
            "Id",
            Type.ID,
            required=True,
            aliases=("id_mesure", "measure id"),
            help=Term("clé de la mesure dans toutes les tables", "the measure's key in all tables"),
            example="debit-de-pointe",
        ),
        Column(
            "label",
            "Libellé",
            "Label",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("nom", "titre", "title"),
        ),
        Column(
            "family",
            "Famille",
            "Family",
            Type.CHOICE,
            required=True,
            choices=FAMILIES,
            aliases=("catégorie", "category"),
        ),
        Column(
            "definition",
            "Définition métier",
            "Business definition",
            recommended=True,
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("définition", "definition"),
        ),
        Column(
            "feeding",
            "Alimentation",
            "Feeding",
            Type.CHOICE,
            required=True,
            choices=FEEDING,
            aliases=("écriture",),
            help=Term("la mesure peut-elle être envoyée ?", "may the measure be sent?"),
        ),
        Column(
            "querying",
            "Consultation",
            "Querying",
            Type.YES_NO,
            required=True,
            aliases=("lecture", "reading"),
            help=Term("la mesure peut-elle être demandée ?", "may the measure be asked for?"),
        ),
        Column(
            "unit",
            "Unité métier",
            "Business unit",
            recommended=True,
            aliases=("unité", "unit"),
            help=Term(
                "unité voulue ; le centre de terminologies en donne le code",
                "wanted unit; the terminology centre codes it",
            ),
            any_text="a unit in everyday words; the sheet Units says whether they agree (MG002)",
        ),
        Column("min", "Min plausible", "Plausible min", Type.DECIMAL, aliases=("minimum",)),
        Column("max", "Max plausible", "Plausible max", Type.DECIMAL, aliases=("maximum",)),
        Column("decimals", "Décimales", "Decimals", Type.INTEGER, aliases=("précision", "precision")),
        Column(
            "computation",
            "Calcul",
            "Computation",
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("formule", "formula"),
        ),
        Column("device", "Dispositif", "Device", Type.CHOICE, recommended=True, choices=DEVICE),
        Column("population", "Public concerné", "Population", translated=True, pages_only=NO_RESOURCE),
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            refers=("profile",),
            help=Term("profil qui porte la mesure", "the profile that carries the measure"),
        ),
        STATUS,
        Column("since", "Version d'introduction", "Since", Type.CODE, form=VERSION),
        NOTE,
    ),
    help=Term("une ligne par mesure", "one row for each measure"),
)

DATA = Sheet(
    "data",
    "Données",
    "Data",
    owner="insurer",
    unique=("measure", "id"),
    part_of="measure",
    columns=(
        MEASURE,
        Column("id", "Identifiant donnée", "Data id", Type.ID, required=True, aliases=("donnée", "data element id")),
        Column("label", "Libellé", "Label", required=True, translated=True, pages_only=NO_RESOURCE),
        Column("description", "Description", "Description", translated=True, pages_only=NO_RESOURCE),
        Column(
            "obligation", "Obligation métier", "Business obligation", Type.CHOICE, required=True, choices=OBLIGATIONS
        ),
        Column("condition", "Condition", "Condition", translated=True, pages_only=NO_RESOURCE),
        Column("repeats", "Répétable", "Repeats", Type.YES_NO),
        Column("type", "Type métier", "Business type", Type.CHOICE, required=True, choices=DATA_TYPES),
        Column(
            "list",
            "Liste de valeurs",
            "List of values",
            help=Term(
                "nom de la liste, telle que le centre de terminologies la publie",
                "the list's name at the terminology centre",
            ),
            names="value-set",
        ),
        Column(
            "proposed_code",
            "Code proposé",
            "Proposed code",
            Type.CODE,
            help=Term("système#code, une proposition", "system#code, a proposal"),
            form=CODE_OF_SYSTEM,
            names="coding",
        ),
        Column("example", "Exemple", "Example", any_text="an example of any type of data"),
        Column(
            "path",
            "Chemin FHIR proposé",
            "Proposed FHIR path",
            Type.PATH,
            aliases=("chemin fhir", "fhir path"),
            help=Term("élément qui porte la donnée", "the element that carries the datum"),
            form=ELEMENT,
            names="element",
        ),
        Column("actor", "Acteur", "Actor", Type.CHOICE, choices=ACTORS),
        Column("reason", "Motif", "Reason", translated=True, pages_only=NO_RESOURCE),
        STATUS,
        NOTE,
    ),
    help=Term("les données qu'une mesure doit ou peut porter", "the data that a measure shall or may carry"),
)

RULES = Sheet(
    "rules",
    "Règles métier",
    "Business rules",
    owner="insurer",
    unique=("id",),
    part_of="measure",
    columns=(
        Column("id", "Identifiant", "Id", Type.ID, required=True, example="RG-SOU-01"),
        MEASURE,
        Column("statement", "Énoncé", "Statement", required=True, translated=True, pages_only=NO_RESOURCE),
        Column("expectation", "Exigence", "Expectation", Type.CHOICE, required=True, choices=EXPECTATIONS),
        Column("actor", "Acteur", "Actor", Type.CHOICE, required=True, choices=ACTORS),
        Column("data", "Données concernées", "Data concerned", Type.CODE, many=True, names="business-datum"),
        Column("error", "Erreur liée", "Related error", Type.CODE, many=True, refers=("error",)),
        Column(
            "invariant",
            "Invariant",
            "Invariant",
            Type.CODE,
            many=True,
            refers=("invariant",),
            help=Term(
                "invariant qui vérifie la règle ; vide : la règle est vérifiée par des personnes",
                "the invariant that checks the rule; empty: people check it",
            ),
        ),
        Column("reason", "Motif", "Reason", translated=True, pages_only=NO_RESOURCE),
        STATUS,
        NOTE,
    ),
    help=Term("les règles du métier, chacune avec son identifiant", "the rules of the business, each with its id"),
)
