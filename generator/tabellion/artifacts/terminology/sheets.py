"""The terminology centre's sheets."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import CODE, DESCRIPTION, ID, NAME, NOTE, STATUS, STRENGTH, SYSTEM, TITLE, VALUE_SET
from tabellion.tables.forms import CODE as CODE_FORM
from tabellion.tables.forms import ELEMENT, VERSION

TARGET = Column(
    "target",
    "Mesure",
    "Measure",
    Type.CODE,
    required=True,
    many=True,
    refers=("measure", "profile"),
    aliases=("id_mesure", "measure id", "profil", "profile"),
    help=Term(
        "La mesure ou le profil dont parle la ligne, par son identifiant ; * pour tous.",
        "The measure or profile that the row is about, by its id; * for all.",
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

NO_ELEMENT = "ValueSet has no element for where its codes were taken from"
CODES = Sheet(
    "codes",
    "Codes",
    "Codes",
    owner="terminology",
    becomes="ElementDefinition",
    unique=("target", "path", "system", "code"),
    part_of="target",
    columns=(
        TARGET,
        replace(
            PATH,
            required=False,
            help=Term(
                "L'élément que le code remplit, par son chemin dans FHIR. Vide : le code du profil.",
                "The element that the code fills, by its path in FHIR. Empty: the profile's code.",
            ),
        ),
        replace(SYSTEM, fhir="pattern[x]"),
        Column(
            "version",
            "Version du système",
            "System version",
            Type.CODE,
            recommended=True,
            help=Term(
                "La version de la terminologie dans laquelle le code a été pris.",
                "The version of the terminology that the code was taken from.",
            ),
            example="2.77",
            form=VERSION,
        ),
        replace(CODE, fhir="pattern[x]"),
        Column(
            "label",
            "Libellé français",
            "Label",
            recommended=True,
            translated=True,
            aliases=("display fr", "libellé", "french label"),
            help=Term("Le nom du code dans la langue du guide.", "The code's name in the guide's language."),
            example=Term("Débit expiratoire de pointe", "Peak expiratory flow"),
            fhir="Resource.code.text",
        ),
        Column(
            "display",
            "Libellé officiel",
            "Official display",
            recommended=True,
            aliases=("display",),
            help=Term(
                "Le nom du code dans son propre système, mot pour mot.",
                "The code's name in its own system, word for word.",
            ),
            example="Peak expiratory gas flow Respiratory system airway --during expiration",
            fhir="Resource.code.coding.display",
            any_text="displays are as the system has them, which tells where it is at hand (TX001)",
        ),
        Column(
            "role",
            "Rôle",
            "Role",
            Type.CHOICE,
            choices=(
                Choice("main", "principal", "main"),
                Choice("alternative", "alternatif", "alternative"),
                Choice("component", "composant", "component"),
            ),
            help=Term(
                "Principal : le code que tout envoi porte. Alternatif : un code de plus, permis. Composant : le "
                "code d'une partie.",
                "Main: the code that every submission carries. Alternative: one more code, allowed. Component: the "
                "code of a part.",
            ),
        ),
        Column(
            "relationship",
            "Équivalence",
            "Relationship",
            Type.CHOICE,
            choices=(
                Choice("equivalent", "équivalent", "equivalent"),
                Choice("wider", "plus large", "wider"),
                Choice("narrower", "plus étroit", "narrower"),
                Choice("relatedto", "voisin", "related to"),
            ),
            help=Term(
                "Ce que vaut un code alternatif au regard du principal.",
                "What an alternative code is worth beside the main one.",
            ),
        ),
        Column(
            "code_status",
            "Statut du code",
            "Code status",
            Type.CHOICE,
            choices=(
                Choice("active", "actif", "active"),
                Choice("deprecated", "déprécié", "deprecated"),
                Choice("replaced", "remplacé", "replaced"),
            ),
            help=Term("Le code est-il encore valable dans son système ?", "Is the code still good in its system?"),
        ),
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term("Le code qui remplace celui-ci.", "The code that replaces this one."),
            example="19935-6",
            form=CODE_FORM,
            names="code",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les codes fixés", "the codes that are fixed"),
)

UNITS = Sheet(
    "units",
    "Unités",
    "Units",
    owner="terminology",
    becomes="ElementDefinition",
    unique=("target", "path", "code"),
    part_of="target",
    columns=(
        TARGET,
        replace(
            PATH,
            required=False,
            help=Term(
                "L'élément dont l'unité est réglée, par son chemin dans FHIR. Vide : la valeur du profil.",
                "The element whose unit is governed, by its path in FHIR. Empty: the profile's value.",
            ),
        ),
        Column(
            "code",
            "Code UCUM",
            "UCUM code",
            Type.CODE,
            required=True,
            aliases=("ucum", "code", "unité"),
            help=Term(
                "L'unité, en UCUM : une écriture que des programmes comprennent.",
                "The unit, in UCUM: a spelling that programs understand.",
            ),
            example="L/min",
            fhir="pattern[x]",
        ),
        Column(
            "label",
            "Libellé français",
            "Label",
            required=True,
            translated=True,
            aliases=("libellé",),
            help=Term("Le nom de l'unité pour les lecteurs.", "The unit's name for readers."),
            example=Term("litres par minute", "litres per minute"),
            fhir="Resource.valueQuantity.unit",
        ),
        Column(
            "preferred",
            "Préférée",
            "Preferred",
            Type.YES_NO,
            required=True,
            help=Term(
                "« oui » pour l'unité à employer, « non » pour une unité tolérée.",
                "`yes` for the unit to use, `no` for one that is tolerated.",
            ),
        ),
        Column(
            "factor",
            "Facteur vers la préférée",
            "Factor to the preferred one",
            Type.DECIMAL,
            help=Term(
                "Le nombre par lequel multiplier pour passer à l'unité préférée.",
                "The number to multiply by to get to the preferred unit.",
            ),
            example="60",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("les unités permises, en UCUM", "the units allowed, in UCUM"),
)

VALUE_SETS = Sheet(
    "valuesets",
    "Jeux de valeurs",
    "Value sets",
    owner="terminology",
    becomes="ValueSet",
    unique=("id",),
    aliases=("jdv",),
    columns=(
        ID,
        NAME,
        replace(TITLE, required=False, recommended=True),
        DESCRIPTION,
        Column(
            "oid",
            "OID",
            "OID",
            Type.OID,
            help=Term(
                "L'OID du jeu, si un organisme lui en a donné un.", "The set's OID, if an organization gave it one."
            ),
            example="1.2.250.1.213.1.1.5.1",
            fhir="identifier.value",
        ),
        Column(
            "url",
            "URL canonique",
            "Canonical URL",
            Type.URL,
            aliases=("url", "canonical"),
            help=Term(
                "L'adresse du jeu, s'il en a déjà une. Vide : sous l'adresse canonique du guide.",
                "The set's address, if it has one already. Empty: below the guide's canonical address.",
            ),
            example=Term(
                "https://souffle.example/fhir/ValueSet/positions", "https://breath.example/fhir/ValueSet/positions"
            ),
            fhir="url",
        ),
        Column(
            "version",
            "Version",
            "Version",
            Type.CODE,
            help=Term("La version du jeu. Vide : celle du guide.", "The set's version. Empty: the guide's."),
            example="2.0.0",
            fhir="version",
            form=VERSION,
        ),
        Column(
            "kind",
            "Définition",
            "Definition",
            Type.CHOICE,
            choices=(
                Choice("enumerated", "énuméré", "enumerated", ("énumérée", "en extension", "extensional")),
                Choice("rule", "par règle", "by rule", ("en intension", "intensional")),
            ),
            help=Term(
                "Énuméré : ses codes sont dans la feuille Concepts. Par règle : ils se déduisent de la colonne Règle.",
                "Enumerated: its codes stand in the sheet Concepts. By rule: they follow from the column Rule.",
            ),
        ),
        Column(
            "rule",
            "Règle",
            "Rule",
            many=True,
            help=Term(
                "Une règle par ligne : « système » pour tous ses codes, « système où propriété op valeur et … », « jeu "
                "identifiant », « sauf … ». Une valeur de plusieurs mots est entre guillemets.",
                "One rule per line: `system` for all its codes, `system where property op value and …`, `valueset id`, "
                "`except …`. A value of several words stands in quotation marks.",
            ),
            example=Term("SNOMED CT où concept is-a 404684003", "SNOMED CT where concept is-a 404684003"),
            fhir="compose",
        ),
        Column(
            "source",
            "Source",
            "Source",
            translated=True,
            pages_only=NO_ELEMENT,
            help=Term("D'où les codes ont été pris.", "Where the codes were taken from."),
            example=Term("Registre des positions", "Register of positions"),
        ),
        Column(
            "extracted",
            "Date d'extraction",
            "Extraction date",
            Type.DATE,
            help=Term(
                "Le jour où les codes ont été pris à leur source.",
                "The day on which the codes were taken from their source.",
            ),
            example="2026-02-01",
            fhir="expansion.timestamp",
        ),
        Column(
            "copyright",
            "Droits",
            "Copyright",
            translated=True,
            help=Term(
                "Les droits sur les codes, s'ils ne sont pas ceux du guide.",
                "The rights on the codes, if they are not the guide's.",
            ),
            example="© Regenstrief Institute",
            fhir="copyright",
        ),
        STATUS,
        Column(
            "replaced_by",
            "Remplacé par",
            "Replaced by",
            Type.CODE,
            help=Term("Le jeu qui remplace celui-ci.", "The set that replaces this one."),
            example="positions-2",
            names="value-set",
        ),
        NOTE,
    ),
    help=Term("une ligne par jeu de valeurs", "one row for each value set"),
)

CONCEPTS = Sheet(
    "concepts",
    "Concepts",
    "Concepts",
    owner="terminology",
    becomes="ValueSet.compose.include.concept",
    unique=("valueset", "system", "code"),
    part_of="valueset",
    columns=(
        replace(VALUE_SET, fhir="ValueSet.id", required=True, aliases=(*VALUE_SET.aliases, "identifiant du jeu")),
        replace(SYSTEM, fhir="ValueSet.compose.include.system"),
        CODE,
        Column(
            "label",
            "Libellé français",
            "Label",
            recommended=True,
            translated=True,
            aliases=("libellé", "display fr", "designation"),
            help=Term(
                "Le nom du code dans la langue du guide, tel que les lecteurs le voient.",
                "The code's name in the guide's language, as readers see it.",
            ),
            example=Term("Assis", "Sitting"),
            fhir="display",
        ),
        Column(
            "display",
            "Libellé officiel",
            "Official display",
            aliases=("display",),
            help=Term(
                "Le nom du code dans son propre système, mot pour mot.",
                "The code's name in its own system, word for word.",
            ),
            example="Sitting position",
            fhir="display",
            any_text="displays are as the system has them, which tells where it is at hand (TX001)",
        ),
        Column(
            "definition",
            "Définition",
            "Definition",
            translated=True,
            help=Term("Ce que le code veut dire.", "What the code means."),
            example=Term("Le dos droit, sans appui.", "With a straight back."),
        ),
        Column(
            "order",
            "Ordre",
            "Order",
            Type.INTEGER,
            help=Term("La place du code dans la liste.", "The code's place in the list."),
            example="1",
            pages=False,
        ),
        Column(
            "active",
            "Actif",
            "Active",
            Type.YES_NO,
            help=Term(
                "« non » pour un code qui n'est plus à employer.", "`no` for a code that is no longer to be used."
            ),
            fhir="ValueSet.expansion.contains.inactive",
        ),
        Column(
            "start",
            "Début",
            "Start",
            Type.DATE,
            help=Term("Le premier jour où le code est permis.", "The first day on which the code is allowed."),
            example="2026-01-01",
        ),
        Column(
            "end",
            "Fin",
            "End",
            Type.DATE,
            help=Term("Le dernier jour où le code est permis.", "The last day on which the code is allowed."),
            example="2026-12-31",
        ),
        NOTE,
    ),
    help=Term("les codes de chaque jeu de valeurs", "the codes of each value set"),
    values_only=True,
)

CODE_SYSTEMS = Sheet(
    "codesystems",
    "Systèmes de codes",
    "Code systems",
    owner="terminology",
    becomes="CodeSystem",
    unique=("id",),
    aliases=("terminologies", "tre"),
    columns=(
        ID,
        NAME,
        replace(TITLE, required=False, recommended=True),
        DESCRIPTION,
        Column(
            "url",
            "URL canonique",
            "Canonical URL",
            Type.URL,
            aliases=("url", "canonical"),
            help=Term(
                "L'adresse du système, s'il en a déjà une. Vide : sous l'adresse canonique du guide.",
                "The system's address, if it has one already. Empty: below the guide's canonical address.",
            ),
            example=Term(
                "https://souffle.example/fhir/CodeSystem/positions", "https://breath.example/fhir/CodeSystem/positions"
            ),
            fhir="url",
        ),
        Column(
            "oid",
            "OID",
            "OID",
            Type.OID,
            help=Term(
                "L'OID du système, si un organisme lui en a donné un.",
                "The system's OID, if an organization gave it one.",
            ),
            example="1.2.250.1.213.1.1.4.1",
            fhir="identifier.value",
        ),
        Column(
            "version",
            "Version",
            "Version",
            Type.CODE,
            help=Term("La version du système. Vide : celle du guide.", "The system's version. Empty: the guide's."),
            example="2.0.0",
            fhir="version",
            form=VERSION,
        ),
        Column(
            "content",
            "Contenu",
            "Content",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("complete", "complet", "complete"),
                Choice("fragment", "fragment", "fragment"),
                Choice("example", "exemple", "example"),
                Choice("not-present", "absent", "not-present", ("non présent", "identité seule")),
            ),
            help=Term(
                "Complet : tous les codes sont dans vos tables. Fragment : ceux que les tables citent. Absent : "
                "l'identité seule est publiée.",
                "Complete: all codes stand in your tables. Fragment: those that the tables name. Not-present: the "
                "identity alone is published.",
            ),
            fhir="content",
        ),
        Column(
            "publisher",
            "Propriétaire",
            "Owner",
            aliases=("éditeur", "publisher"),
            help=Term(
                "L'organisme qui tient le système, s'il n'est pas l'éditeur du guide.",
                "The organization that keeps the system, if it is not the guide's publisher.",
            ),
            example=Term("Collège du souffle", "College of breath"),
            fhir="publisher",
            pages=False,
            any_text="names are written as those who bear them want",
        ),
        Column(
            "copyright",
            "Droits",
            "Copyright",
            translated=True,
            help=Term(
                "Les droits sur les codes, s'ils ne sont pas ceux du guide.",
                "The rights on the codes, if they are not the guide's.",
            ),
            example=Term("© Collège du souffle", "© College of breath"),
            fhir="copyright",
        ),
        STATUS,
        NOTE,
    ),
    help=Term(
        "les systèmes de codes que le guide publie ou identifie",
        "the code systems that the guide publishes or identifies",
    ),
)

SYSTEM_CONCEPTS = Sheet(
    "system-concepts",
    "Concepts des systèmes",
    "System concepts",
    owner="terminology",
    becomes="CodeSystem.concept",
    unique=("system", "code"),
    part_of="system",
    columns=(
        replace(SYSTEM, fhir="CodeSystem.id"),
        CODE,
        Column(
            "display",
            "Libellé",
            "Display",
            required=True,
            translated=True,
            aliases=("libellé officiel", "label"),
            help=Term("Le nom du code, tel que le système le définit.", "The code's name, as the system defines it."),
            example=Term("Assis", "Sitting"),
            fhir="display",
        ),
        Column(
            "definition",
            "Définition",
            "Definition",
            translated=True,
            help=Term("Ce que le code veut dire.", "What the code means."),
            example=Term("Le dos droit, sans appui.", "With a straight back."),
            fhir="definition",
        ),
        Column(
            "parent",
            "Parent",
            "Parent",
            Type.CODE,
            help=Term(
                "Le code plus large sous lequel celui-ci est rangé.", "The broader code under which this one stands."
            ),
            example="position",
            fhir="concept",
        ),
        Column(
            "properties",
            "Propriétés",
            "Properties",
            many=True,
            aliases=("propriété", "property"),
            help=Term(
                "Une propriété par ligne, « nom = valeur ». Les règles des jeux de valeurs peuvent les citer.",
                "One property per line, `name = value`. Rules of value sets may name them.",
            ),
            example="notSelectable = true",
            fhir="CodeSystem.property",
            pages=False,
        ),
        NOTE,
    ),
    help=Term("les codes des systèmes que le guide publie", "the codes of the systems that the guide publishes"),
    values_only=True,
)

DESIGNATIONS = Sheet(
    "designations",
    "Désignations",
    "Designations",
    owner="terminology",
    unique=("system", "code"),
    columns=(
        SYSTEM,
        CODE,
        Column(
            "label",
            "Libellé",
            "Label",
            translated=True,
            aliases=("libellé français",),
            help=Term(
                "Un nom de plus pour le code, dans la langue du guide ou dans celle de la colonne jumelle.",
                "One more name of the code, in the guide's language or in that of the twin column.",
            ),
            example=Term("Gauche", "Left"),
            fhir="ValueSet.compose.include.concept",
        ),
        NOTE,
    ),
    help=Term(
        "des libellés de plus pour des codes que d'autres tables ou fichiers nomment, dans d'autres langues",
        "more labels of codes that other tables or files name, in other languages",
    ),
    values_only=True,
)

BINDINGS = Sheet(
    "bindings",
    "Liaisons",
    "Bindings",
    owner="terminology",
    becomes="ElementDefinition",
    unique=("target", "path"),
    part_of="target",
    columns=(
        TARGET,
        PATH,
        replace(VALUE_SET, required=True),
        replace(
            STRENGTH, fr="Force", en="Strength", required=True, aliases=("force de la liaison", "binding strength")
        ),
        Column(
            "reason",
            "Motif",
            "Reason",
            translated=True,
            help=Term("Pourquoi ce jeu de valeurs et cette force.", "Why this value set and this strength."),
            example=Term("aucun autre code n'a de sens", "no other code makes sense"),
            fhir="binding.description",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("quel jeu de valeurs pour quel élément", "which value set for which element"),
)

CONCEPT_MAPS = Sheet(
    "conceptmaps",
    "Tables de correspondance",
    "Concept maps",
    owner="terminology",
    becomes="ConceptMap",
    unique=("id",),
    columns=(
        ID,
        NAME,
        TITLE,
        DESCRIPTION,
        Column(
            "source",
            "Jeu source",
            "Source value set",
            Type.CODE,
            aliases=("source",),
            help=Term(
                "Le jeu de valeurs d'où viennent les codes de départ.",
                "The value set that the codes on the source side come from.",
            ),
            example=Term("positions-locales", "local-positions"),
            fhir="source[x]",
        ),
        Column(
            "target",
            "Jeu cible",
            "Target value set",
            Type.CODE,
            aliases=("cible",),
            help=Term(
                "Le jeu de valeurs où sont les codes d'arrivée.",
                "The value set that the codes on the target side are in.",
            ),
            example=Term("position-souffle", "breath-position"),
            fhir="target[x]",
        ),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par table de correspondance", "one row for each concept map"),
)

MAPPINGS = Sheet(
    "mappings",
    "Correspondances",
    "Mappings",
    owner="terminology",
    becomes="ConceptMap.group.element",
    unique=("map", "source_system", "source_code", "target_system", "target_code"),
    part_of="map",
    columns=(
        Column(
            "map",
            "Table",
            "Map",
            Type.CODE,
            required=True,
            refers=("conceptmap",),
            help=Term(
                "La table dont parle la ligne, par son identifiant.", "The map that the row belongs to, by its id."
            ),
            example=Term("codes-du-debit", "codes-of-flow"),
            fhir="ConceptMap.id",
        ),
        Column(
            "source_system",
            "Système source",
            "Source system",
            Type.CODE,
            refers=("codesystem",),
            required=True,
            help=Term("Le système du code de départ.", "The system of the code on the source side."),
            example="LOINC",
            fhir="ConceptMap.group.source",
        ),
        Column(
            "source_code",
            "Code source",
            "Source code",
            Type.CODE,
            required=True,
            help=Term("Le code de départ.", "The code on the source side."),
            example="33452-4",
            fhir="code",
            form=CODE_FORM,
        ),
        Column(
            "source_label",
            "Libellé source",
            "Source label",
            translated=True,
            help=Term("Le nom du code de départ.", "The name of the code on the source side."),
            example=Term("Débit de pointe", "Peak flow"),
            fhir="display",
        ),
        Column(
            "equivalence",
            "Équivalence",
            "Equivalence",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("equivalent", "équivalent", "equivalent"),
                Choice("equal", "égal", "equal"),
                Choice("wider", "plus large", "wider"),
                Choice("narrower", "plus étroit", "narrower"),
                Choice("inexact", "inexact", "inexact"),
                Choice("relatedto", "voisin", "relatedto", ("related to",)),
                Choice("unmatched", "sans équivalent", "unmatched"),
            ),
            help=Term(
                "Ce que le code d'arrivée est au regard du code de départ. « plus large » : le code d'arrivée dit "
                "plus que celui de départ ; « plus étroit » : il dit moins.",
                "What the target code is beside the source code. `wider`: the target says more than the source; "
                "`narrower`: it says less.",
            ),
            fhir="target.equivalence",
        ),
        Column(
            "target_system",
            "Système cible",
            "Target system",
            Type.CODE,
            refers=("codesystem",),
            help=Term("Le système du code d'arrivée.", "The system of the code on the target side."),
            example="SNOMED CT",
            fhir="ConceptMap.group.target",
        ),
        Column(
            "target_code",
            "Code cible",
            "Target code",
            Type.CODE,
            help=Term(
                "Le code d'arrivée. Vide pour « sans équivalent ».",
                "The code on the target side. Empty for `unmatched`.",
            ),
            example="18491006",
            fhir="target.code",
            form=CODE_FORM,
        ),
        Column(
            "target_label",
            "Libellé cible",
            "Target label",
            translated=True,
            help=Term("Le nom du code d'arrivée.", "The name of the code on the target side."),
            example=Term("Débit", "Flow"),
            fhir="target.display",
        ),
        Column(
            "comment",
            "Commentaire",
            "Comment",
            translated=True,
            help=Term(
                "Ce qui se perd ou change au passage. À dire quand le code d'arrivée est plus étroit.",
                "What is lost or changes on the way. Say it when the target code is narrower.",
            ),
            example=Term("l'appareil n'est plus dit", "the meter is no longer told"),
            fhir="target.comment",
        ),
        STATUS,
    ),
    help=Term("les codes mis en regard", "codes set against each other"),
    values_only=True,
)
