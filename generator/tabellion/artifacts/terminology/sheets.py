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
        "identifiant d'une mesure ou d'un profil, ou * pour tous", "id of a measure or of a profile, or * for all"
    ),
)
PATH = Column(
    "path",
    "Chemin",
    "Path",
    Type.PATH,
    required=True,
    aliases=("élément", "element", "chemin fhir"),
    help=Term("élément du profil, par son identifiant FHIR", "the profile's element, by its FHIR id"),
    example="Observation.component:first.code",
    form=ELEMENT,
)

NO_ELEMENT = "ValueSet has no element for where its codes were taken from"
CODES = Sheet(
    "codes",
    "Codes",
    "Codes",
    owner="terminology",
    unique=("target", "path", "system", "code"),
    part_of="target",
    columns=(
        TARGET,
        replace(
            PATH,
            required=False,
            help=Term("élément codé ; vide : le code du profil", "the coded element; empty: the profile's code"),
        ),
        SYSTEM,
        Column("version", "Version du système", "System version", Type.CODE, recommended=True, form=VERSION),
        CODE,
        Column(
            "label",
            "Libellé français",
            "Label",
            recommended=True,
            translated=True,
            aliases=("display fr", "libellé", "french label"),
        ),
        Column(
            "display",
            "Libellé officiel",
            "Official display",
            recommended=True,
            aliases=("display",),
            help=Term("libellé du code dans son propre système", "the code's display in its own system"),
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
        ),
        Column("replaced_by", "Remplacé par", "Replaced by", Type.CODE, form=CODE_FORM, names="code"),
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
    unique=("target", "path", "code"),
    part_of="target",
    columns=(
        TARGET,
        replace(
            PATH,
            required=False,
            help=Term(
                "élément Quantity ; vide : la valeur du profil", "the Quantity element; empty: the profile's value"
            ),
        ),
        Column("code", "Code UCUM", "UCUM code", Type.CODE, required=True, aliases=("ucum", "code", "unité")),
        Column("label", "Libellé français", "Label", required=True, translated=True, aliases=("libellé",)),
        Column("preferred", "Préférée", "Preferred", Type.YES_NO, required=True),
        Column("factor", "Facteur vers la préférée", "Factor to the preferred one", Type.DECIMAL),
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
    unique=("id",),
    aliases=("jdv",),
    columns=(
        ID,
        NAME,
        replace(TITLE, required=False, recommended=True),
        DESCRIPTION,
        Column("oid", "OID", "OID", Type.OID),
        Column(
            "url",
            "URL canonique",
            "Canonical URL",
            Type.URL,
            aliases=("url", "canonical"),
            help=Term("vide : sous l'adresse canonique du guide", "empty: below the canonical of the guide"),
        ),
        Column("version", "Version", "Version", Type.CODE, form=VERSION),
        Column(
            "kind",
            "Définition",
            "Definition",
            Type.CHOICE,
            choices=(
                Choice("enumerated", "énuméré", "enumerated", ("énumérée", "en extension", "extensional")),
                Choice("rule", "par règle", "by rule", ("en intension", "intensional")),
            ),
        ),
        Column(
            "rule",
            "Règle",
            "Rule",
            many=True,
            help=Term(
                "une par ligne : « système » pour tous ses codes, « système où propriété op valeur », "
                "« jeu identifiant-ou-adresse », « sauf … »",
                "one per line: `system` for all its codes, `system where property op value`, "
                "`valueset id-or-address`, `except …`",
            ),
        ),
        Column("source", "Source", "Source", translated=True, pages_only=NO_ELEMENT),
        Column("extracted", "Date d'extraction", "Extraction date", Type.DATE),
        Column("copyright", "Droits", "Copyright", translated=True),
        STATUS,
        Column("replaced_by", "Remplacé par", "Replaced by", Type.CODE, names="value-set"),
        NOTE,
    ),
    help=Term("une ligne par jeu de valeurs", "one row for each value set"),
)

CONCEPTS = Sheet(
    "concepts",
    "Concepts",
    "Concepts",
    owner="terminology",
    unique=("valueset", "system", "code"),
    part_of="valueset",
    columns=(
        replace(VALUE_SET, required=True, aliases=(*VALUE_SET.aliases, "identifiant du jeu")),
        SYSTEM,
        CODE,
        Column(
            "label",
            "Libellé français",
            "Label",
            recommended=True,
            translated=True,
            aliases=("libellé", "display fr", "designation"),
        ),
        Column(
            "display",
            "Libellé officiel",
            "Official display",
            aliases=("display",),
            any_text="displays are as the system has them, which tells where it is at hand (TX001)",
        ),
        Column("definition", "Définition", "Definition", translated=True),
        Column("order", "Ordre", "Order", Type.INTEGER),
        Column("active", "Actif", "Active", Type.YES_NO),
        Column("start", "Début", "Start", Type.DATE),
        Column("end", "Fin", "End", Type.DATE),
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
    unique=("id",),
    aliases=("terminologies", "tre"),
    columns=(
        ID,
        NAME,
        replace(TITLE, required=False, recommended=True),
        DESCRIPTION,
        Column("url", "URL canonique", "Canonical URL", Type.URL, aliases=("url", "canonical")),
        Column("oid", "OID", "OID", Type.OID),
        Column("version", "Version", "Version", Type.CODE, form=VERSION),
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
                "absent : seule l'identité est publiée ; fragment : les codes que les tables citent",
                "not-present: the identity alone is published; fragment: the codes that the tables name",
            ),
        ),
        Column(
            "publisher",
            "Propriétaire",
            "Owner",
            aliases=("éditeur", "publisher"),
            any_text="names are written as those who bear them want",
        ),
        Column("copyright", "Droits", "Copyright", translated=True),
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
    unique=("system", "code"),
    part_of="system",
    columns=(
        SYSTEM,
        CODE,
        Column("display", "Libellé", "Display", required=True, translated=True, aliases=("libellé officiel", "label")),
        Column("definition", "Définition", "Definition", translated=True),
        Column("parent", "Parent", "Parent", Type.CODE),
        Column(
            "properties",
            "Propriétés",
            "Properties",
            many=True,
            aliases=("propriété", "property"),
            help=Term(
                "une par ligne : nom = valeur ; les règles des jeux de valeurs peuvent les citer",
                "one per line: name = value; rules of value sets may name them",
            ),
            example="notSelectable = true",
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
        Column("label", "Libellé", "Label", translated=True, aliases=("libellé français",)),
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
    unique=("target", "path"),
    part_of="target",
    columns=(
        TARGET,
        PATH,
        replace(VALUE_SET, required=True),
        replace(
            STRENGTH, fr="Force", en="Strength", required=True, aliases=("force de la liaison", "binding strength")
        ),
        Column("reason", "Motif", "Reason", translated=True),
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
    unique=("id",),
    columns=(
        ID,
        NAME,
        TITLE,
        DESCRIPTION,
        Column("source", "Jeu source", "Source value set", Type.CODE, aliases=("source",)),
        Column("target", "Jeu cible", "Target value set", Type.CODE, aliases=("cible",)),
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
    unique=("map", "source_system", "source_code", "target_system", "target_code"),
    part_of="map",
    columns=(
        Column("map", "Table", "Map", Type.CODE, required=True, refers=("conceptmap",)),
        Column("source_system", "Système source", "Source system", Type.CODE, required=True),
        Column("source_code", "Code source", "Source code", Type.CODE, required=True, form=CODE_FORM),
        Column("source_label", "Libellé source", "Source label", translated=True),
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
        ),
        Column("target_system", "Système cible", "Target system", Type.CODE),
        Column("target_code", "Code cible", "Target code", Type.CODE, form=CODE_FORM),
        Column("target_label", "Libellé cible", "Target label", translated=True),
        Column("comment", "Commentaire", "Comment", translated=True),
        STATUS,
    ),
    help=Term("les codes mis en regard", "codes set against each other"),
    values_only=True,
)
