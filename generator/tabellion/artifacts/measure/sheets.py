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
    help=Term(
        "La mesure dont parle la ligne, par son identifiant dans la feuille Mesures ; * pour toutes.",
        "The measure that the row is about, by its id in the sheet Measures; * for all.",
    ),
    example=Term("debit-de-pointe", "peak-flow"),
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
            help=Term(
                "La clé de la mesure dans toutes les tables, courte et stable : lettres sans accent, chiffres, "
                "tirets. Elle devient l'adresse de sa page.",
                "The measure's key in all tables, short and stable: letters without accents, digits, hyphens. It "
                "becomes the address of its page.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        Column(
            "label",
            "Libellé",
            "Label",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("nom", "titre", "title"),
            help=Term("Le nom de la mesure pour les lecteurs.", "The measure's name for readers."),
            example=Term("Débit de pointe", "Peak flow"),
        ),
        Column(
            "family",
            "Famille",
            "Family",
            Type.CHOICE,
            required=True,
            choices=FAMILIES,
            aliases=("catégorie", "category"),
            help=Term(
                "Le groupe sous lequel la mesure est rangée dans le guide. Une règle commune peut viser tout un "
                "groupe.",
                "The group under which the guide lists the measure. A common rule may address a whole group.",
            ),
        ),
        Column(
            "definition",
            "Définition métier",
            "Business definition",
            recommended=True,
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("définition", "definition"),
            help=Term(
                "Ce qui est mesuré, en mots que toute personne du métier comprend.",
                "What is measured, in words that everybody in the trade understands.",
            ),
            example=Term("Le souffle le plus fort.", "The strongest breath."),
        ),
        Column(
            "feeding",
            "Alimentation",
            "Feeding",
            Type.CHOICE,
            required=True,
            choices=FEEDING,
            aliases=("écriture",),
            help=Term(
                "La mesure peut-elle être envoyée ? « calculée » : personne ne l'envoie, le serveur la calcule.",
                "May the measure be sent? `computed`: nobody sends it, the server computes it.",
            ),
        ),
        Column(
            "querying",
            "Consultation",
            "Querying",
            Type.YES_NO,
            required=True,
            aliases=("lecture", "reading"),
            help=Term("La mesure peut-elle être demandée au serveur ?", "May the server be asked for the measure?"),
        ),
        Column(
            "unit",
            "Unité métier",
            "Business unit",
            recommended=True,
            aliases=("unité", "unit"),
            help=Term(
                "L'unité voulue. Le centre de terminologies en donne le code dans la feuille Unités.",
                "The wanted unit. The terminology centre gives its code in the sheet Units.",
            ),
            example="L/min",
            any_text="a unit in everyday words; the sheet Units says whether they agree (MG002)",
        ),
        Column(
            "min",
            "Min plausible",
            "Plausible min",
            Type.DECIMAL,
            aliases=("minimum",),
            help=Term(
                "La plus petite valeur plausible. Pour qu'une valeur plus petite soit refusée, ajoutez une valeur "
                "minimale ou un invariant.",
                "The smallest plausible value. To have a smaller one refused, add a minimum value or an invariant.",
            ),
            example="30",
        ),
        Column(
            "max",
            "Max plausible",
            "Plausible max",
            Type.DECIMAL,
            aliases=("maximum",),
            help=Term(
                "La plus grande valeur plausible. Pour qu'une valeur plus grande soit refusée, ajoutez une valeur "
                "maximale ou un invariant.",
                "The greatest plausible value. To have a greater one refused, add a maximum value or an invariant.",
            ),
            example="900",
        ),
        Column(
            "decimals",
            "Décimales",
            "Decimals",
            Type.INTEGER,
            aliases=("précision", "precision"),
            help=Term(
                "Le nombre de chiffres après la virgule qui ont un sens.",
                "The number of digits after the decimal point that make sense.",
            ),
            example="0",
        ),
        Column(
            "computation",
            "Calcul",
            "Computation",
            translated=True,
            pages_only=NO_RESOURCE,
            aliases=("formule", "formula"),
            help=Term("Comment la mesure se calcule à partir d'autres.", "How the measure is computed from others."),
            example=Term("poids ÷ taille²", "weight ÷ height²"),
        ),
        Column(
            "device",
            "Dispositif",
            "Device",
            Type.CHOICE,
            recommended=True,
            choices=DEVICE,
            help=Term(
                "Faut-il dire avec quel appareil la mesure a été prise ?",
                "Does one have to say with which device the measure was taken?",
            ),
        ),
        Column(
            "population",
            "Public concerné",
            "Population",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Les personnes que la mesure concerne.", "The people whom the measure is about."),
            example=Term("enfants de plus de six ans", "children over six"),
        ),
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            refers=("profile",),
            help=Term(
                "Le profil qui porte la mesure : la structure FHIR dans laquelle elle voyage.",
                "The profile that carries the measure: the FHIR structure in which it travels.",
            ),
            example=Term("debit-de-pointe-observation", "peak-flow-observation"),
        ),
        STATUS,
        Column(
            "since",
            "Version d'introduction",
            "Since",
            Type.CODE,
            help=Term(
                "L'édition du guide dans laquelle la mesure est entrée.",
                "The edition of the guide in which the measure came in.",
            ),
            example="1.0.0",
            form=VERSION,
        ),
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
        Column(
            "id",
            "Identifiant donnée",
            "Data id",
            Type.ID,
            required=True,
            aliases=("donnée", "data element id"),
            help=Term(
                "Le nom court de la donnée, unique dans sa mesure. D'autres feuilles la citent par lui.",
                "The short name of the datum, unique in its measure. Other sheets name it by this.",
            ),
            example="position",
        ),
        Column(
            "label",
            "Libellé",
            "Label",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Le nom de la donnée pour les lecteurs.", "The name of the datum for readers."),
            example=Term("Position pendant le souffle", "Position while blowing"),
        ),
        Column(
            "description",
            "Description",
            "Description",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term(
                "Ce que la donnée dit, et ce qu'elle ne dit pas.", "What the datum says, and what it does not say."
            ),
            example=Term("Debout ou assis.", "Standing or sitting."),
        ),
        Column(
            "obligation",
            "Obligation métier",
            "Business obligation",
            Type.CHOICE,
            required=True,
            choices=OBLIGATIONS,
            help=Term(
                "La donnée doit-elle être là ? Le profil est comparé à cette réponse.",
                "Does the datum have to be there? The profile is compared with this answer.",
            ),
        ),
        Column(
            "condition",
            "Condition",
            "Condition",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Quand une donnée conditionnelle est due.", "When a conditional datum is due."),
            example=Term("si la personne est alitée", "if the person is in bed"),
        ),
        Column(
            "repeats",
            "Répétable",
            "Repeats",
            Type.YES_NO,
            help=Term(
                "« oui » si la donnée peut être donnée plusieurs fois. Le profil est comparé à cette réponse.",
                "`yes` if the datum may be given several times. The profile is compared with this answer.",
            ),
        ),
        Column(
            "type",
            "Type métier",
            "Business type",
            Type.CHOICE,
            required=True,
            choices=DATA_TYPES,
            help=Term(
                "La sorte de donnée, en mots du métier. Le type FHIR de l'élément est comparé à elle.",
                "The sort of datum, in words of the trade. The element's FHIR type is compared with it.",
            ),
        ),
        Column(
            "list",
            "Liste de valeurs",
            "List of values",
            help=Term(
                "Le nom de la liste de valeurs voulue, telle que le centre de terminologies la publie.",
                "The name of the wanted list of values, as the terminology centre publishes it.",
            ),
            example=Term("Position pendant le souffle", "Position while blowing"),
            names="value-set",
        ),
        Column(
            "proposed_code",
            "Code proposé",
            "Proposed code",
            Type.CODE,
            help=Term(
                "Le code auquel l'assureur pense, en système#code. C'est une proposition au centre de terminologies.",
                "The code that the insurer has in mind, as system#code. It is a proposal to the terminology centre.",
            ),
            example="LOINC#33452-4",
            form=CODE_OF_SYSTEM,
            names="coding",
        ),
        Column(
            "example",
            "Exemple",
            "Example",
            help=Term("Une valeur, telle qu'une personne l'écrirait.", "A value, as a person would write it."),
            example="410 L/min",
            any_text="an example of any type of data",
        ),
        Column(
            "path",
            "Chemin FHIR proposé",
            "Proposed FHIR path",
            Type.PATH,
            aliases=("chemin fhir", "fhir path"),
            help=Term(
                "L'élément FHIR qui porterait la donnée, si vous le connaissez. « tabellion paths » aide à le trouver.",
                "The FHIR element that would carry the datum, if you know it. `tabellion paths` helps to find it.",
            ),
            example="Observation.method",
            form=ELEMENT,
            names="element",
        ),
        Column(
            "actor",
            "Acteur",
            "Actor",
            Type.CHOICE,
            choices=ACTORS,
            help=Term(
                "Qui est concerné : celui qui envoie, celui qui reçoit, ou les deux.",
                "Who is concerned: who sends, who receives, or both.",
            ),
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi la donnée est demandée, ou interdite.", "Why the datum is asked for, or prohibited."),
            example=Term("change l'interprétation", "changes the interpretation"),
        ),
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
        Column(
            "id",
            "Identifiant",
            "Id",
            Type.ID,
            required=True,
            help=Term(
                "Le numéro de la règle, tel qu'on le cite dans les échanges.", "The rule's number, as people quote it."
            ),
            example=Term("RG-SOU-01", "BR-BRE-01"),
        ),
        MEASURE,
        Column(
            "statement",
            "Énoncé",
            "Statement",
            required=True,
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term(
                "La règle, en une phrase que l'on peut vérifier.", "The rule, in one sentence that can be checked."
            ),
            example=Term("Le débit est inférieur à 900.", "The flow is below 900."),
        ),
        Column(
            "expectation",
            "Exigence",
            "Expectation",
            Type.CHOICE,
            required=True,
            choices=EXPECTATIONS,
            help=Term(
                "La force de la règle : DOIT, DEVRAIT, PEUT, NE DOIT PAS.",
                "How strong the rule is: SHALL, SHOULD, MAY, SHALL NOT.",
            ),
        ),
        Column(
            "actor",
            "Acteur",
            "Actor",
            Type.CHOICE,
            required=True,
            choices=ACTORS,
            help=Term(
                "Qui doit suivre la règle : celui qui envoie, celui qui reçoit, ou les deux.",
                "Who has to follow the rule: who sends, who receives, or both.",
            ),
        ),
        Column(
            "data",
            "Données concernées",
            "Data concerned",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term(
                "Les données dont parle la règle, par leur identifiant dans la feuille Données.",
                "The data that the rule is about, by their ids in the sheet Data.",
            ),
            example=Term("valeur", "value"),
            names="business-datum",
        ),
        Column(
            "error",
            "Erreur liée",
            "Related error",
            Type.CODE,
            many=True,
            refers=("error",),
            help=Term(
                "L'erreur que le serveur renvoie quand la règle n'est pas suivie.",
                "The error that the server sends when the rule is not followed.",
            ),
            example=Term("err-valeur", "err-value"),
        ),
        Column(
            "invariant",
            "Invariant",
            "Invariant",
            Type.CODE,
            many=True,
            refers=("invariant",),
            help=Term(
                "L'invariant par lequel des programmes vérifient la règle. Vide : des personnes la vérifient.",
                "The invariant by which programs check the rule. Empty: people check it.",
            ),
            example=Term("sou-1", "bre-1"),
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            translated=True,
            pages_only=NO_RESOURCE,
            help=Term("Pourquoi la règle existe.", "Why the rule is there."),
            example=Term("au-delà, l'appareil se trompe", "beyond, the meter errs"),
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les règles du métier, chacune avec son identifiant", "the rules of the business, each with its id"),
)
