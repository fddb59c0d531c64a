"""The specification team's sheets about structures."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import DESCRIPTION, ID, NAME, NOTE, STATUS, STRENGTH, TITLE, VALUE_SET
from tabellion.tables.forms import FHIRPATH, NAME_OF_OTHERS, SLICE

OBLIGATIONS = (
    Choice("SHALL", "DOIT", "SHALL"),
    Choice("SHOULD", "DEVRAIT", "SHOULD"),
    Choice("MAY", "PEUT", "MAY"),
    Choice("SHALL NOT", "INTERDIT", "SHALL NOT", ("NE DOIT PAS",)),
    Choice("CONDITIONAL", "CONDITIONNEL", "CONDITIONAL"),
)

PROFILES = Sheet(
    "profiles",
    "Profils",
    "Profiles",
    owner="specification",
    unique=("id",),
    description=("description", "purpose"),
    columns=(
        ID,
        NAME,
        TITLE,
        Column(
            "type",
            "Type",
            "Type",
            Type.CODE,
            required=True,
            help=Term("ressource ou type de données", "resource or data type"),
        ),
        Column(
            "parent",
            "Parent",
            "Parent",
            Type.CODE,
            required=True,
            aliases=("base", "base definition"),
            help=Term(
                "adresse de la définition de base, nom d'un type FHIR ou identifiant d'un profil de ce guide",
                "address of the base definition, name of a FHIR type or id of a profile of this guide",
            ),
        ),
        Column(
            "measure",
            "Mesure",
            "Measure",
            Type.CODE,
            many=True,
            refers=("measure",),
            help=Term("mesure que le profil porte", "the measure that the profile carries"),
        ),
        replace(DESCRIPTION, required=True),
        Column("purpose", "Motif", "Purpose", translated=True),
        Column("abstract", "Abstrait", "Abstract", Type.YES_NO),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par profil", "one row for each profile"),
)

ELEMENT_COLUMNS = (
    Column(
        "path",
        "Chemin",
        "Path",
        Type.PATH,
        required=True,
        aliases=("ID", "élément", "element"),
        help=Term(
            "identifiant FHIR de l'élément ; valueQuantity pour value[x] est compris",
            "the element's FHIR id; valueQuantity for value[x] is understood",
        ),
        example="Observation.value[x]",
    ),
    Column("slice", "Tranche", "Slice name", Type.CODE, aliases=("slice name", "slice"), form=SLICE),
    Column("cardinality", "Cardinalité", "Cardinality", Type.CARDINALITY, aliases=("card", "card.")),
    Column("min", "Min", "Min", Type.INTEGER),
    Column("max", "Max", "Max", Type.MAXIMUM),
    Column(
        "mustsupport",
        "À prendre en charge",
        "Must support",
        Type.YES_NO,
        aliases=("must support?", "MS", "must support"),
        takes_back=True,
    ),
    Column("sender", "Obligation émetteur", "Sender obligation", Type.CHOICE, choices=OBLIGATIONS),
    Column("receiver", "Obligation récepteur", "Receiver obligation", Type.CHOICE, choices=OBLIGATIONS),
    Column(
        "type",
        "Type",
        "Type",
        Type.CODE,
        aliases=("type(s)", "types"),
        help=Term(
            "types permis, ex. dateTime | Period, mon-profil, Reference(Patient, mon-profil), Extension(mon-extension)",
            "types allowed, for instance dateTime | Period, my-profile, Reference(Patient, my-profile), "
            "Extension(my-extension)",
        ),
    ),
    Column("fixed", "Valeur fixe", "Fixed value", Type.VALUE, aliases=("fixed",)),
    Column(
        "pattern",
        "Motif de valeur",
        "Pattern",
        Type.VALUE,
        aliases=("pattern value",),
        help=Term(
            "selon le type : texte, système#code, nombre unité, ou JSON",
            "by type: text, system#code, number unit, or JSON",
        ),
    ),
    VALUE_SET,
    STRENGTH,
    Column("short", "Libellé court", "Short", recommended=True, translated=True, aliases=("short", "libellé")),
    Column("definition", "Définition", "Definition", translated=True),
    Column("requirements", "Pourquoi", "Requirements", translated=True, aliases=("motif",)),
    Column("comment", "Consigne", "Comment", translated=True, aliases=("comments",)),
    Column(
        "discriminator",
        "Discriminant",
        "Discriminator",
        Type.CODE,
        many=True,
        aliases=("slicing discriminator",),
        help=Term("type:chemin, ex. pattern:code", "type:path, for instance pattern:code"),
    ),
    Column(
        "slicing_rules",
        "Règle de tranche",
        "Slicing rules",
        Type.CHOICE,
        choices=(
            Choice("open", "ouverte", "open"),
            Choice("closed", "fermée", "closed"),
            Choice("openAtEnd", "ouverte à la fin", "openAtEnd"),
        ),
    ),
    Column("slicing_ordered", "Tranches ordonnées", "Slicing ordered", Type.YES_NO, takes_back=True),
    Column("slicing_description", "Description des tranches", "Slicing description", translated=True),
    Column(
        "invariants",
        "Invariants",
        "Invariants",
        Type.CODE,
        many=True,
        refers=("invariant",),
        aliases=("constraint(s)",),
    ),
    Column("min_value", "Valeur minimale", "Minimum value", Type.VALUE, aliases=("min value",)),
    Column("max_value", "Valeur maximale", "Maximum value", Type.VALUE, aliases=("max value",)),
    Column("max_length", "Longueur maximale", "Maximum length", Type.INTEGER, aliases=("max length",)),
    Column("modifier", "Modifie le sens", "Is modifier", Type.YES_NO, aliases=("is modifier?",), takes_back=True),
    Column("summary", "Dans le résumé", "Is summary", Type.YES_NO, aliases=("is summary?",), takes_back=True),
    Column("alias", "Autres noms", "Aliases", Type.CODE, many=True, aliases=("alias(s)", "alias"), form=NAME_OF_OTHERS),
    Column("example", "Exemple", "Example", Type.VALUE),
    Column(
        "data", "Donnée métier", "Business data", Type.CODE, many=True, aliases=("mapping",), names="business-datum"
    ),
    STATUS,
    NOTE,
)

ELEMENTS = Sheet(
    "elements",
    "Éléments",
    "Elements",
    owner="specification",
    unique=("profile", "path", "slice"),
    part_of="profile",
    columns=(
        Column(
            "profile",
            "Profil",
            "Profile",
            Type.CODE,
            required=True,
            many=True,
            refers=("profile", "extension"),
            aliases=("structure.id", "extension"),
            help=Term(
                "identifiant d'un profil ou d'une extension, ou * pour tous les profils",
                "id of a profile or extension, or * for all profiles",
            ),
        ),
        *ELEMENT_COLUMNS,
    ),
    help=Term("une ligne par élément contraint", "one row for each constrained element"),
)

COMMON = Sheet(
    "common",
    "Règles communes",
    "Common rules",
    owner="specification",
    columns=(
        Column(
            "scope",
            "Périmètre",
            "Scope",
            Type.CODE,
            required=True,
            many=True,
            help=Term(
                "une famille de mesures, un type de ressource, des profils, ou *",
                "a family of measures, a type of resource, profiles, or *",
            ),
        ),
        Column(
            "exceptions",
            "Exceptions",
            "Exceptions",
            Type.CODE,
            many=True,
            refers=("profile",),
            help=Term("profils auxquels la règle ne s'applique pas", "profiles to which the rule does not apply"),
        ),
        *ELEMENT_COLUMNS,
    ),
    help=Term("les contraintes que plusieurs profils partagent", "constraints that several profiles share"),
)

EXTENSIONS = Sheet(
    "extensions",
    "Extensions",
    "Extensions",
    owner="specification",
    unique=("id",),
    columns=(
        ID,
        NAME,
        TITLE,
        replace(DESCRIPTION, required=True),
        Column(
            "context",
            "Contexte",
            "Context",
            Type.CODE,
            required=True,
            many=True,
            help=Term(
                "élément, adresse d'extension ou expression FHIRPath où l'extension est permise",
                "element, address of an extension or FHIRPath expression where the extension is allowed",
            ),
            example="Observation",
        ),
        Column(
            "type",
            "Type ou sous-extensions",
            "Type or sub-extensions",
            Type.CODE,
            required=True,
            aliases=("type",),
            help=Term(
                "types de la valeur ; ou, une par ligne, « nom : type 0..1 » pour chaque sous-extension",
                "types of the value; or, one per line, `name: type 0..1` for each sub-extension",
            ),
        ),
        Column(
            "cardinality",
            "Cardinalité",
            "Cardinality",
            Type.CARDINALITY,
            aliases=("card", "card."),
            help=Term(
                "cardinalité de l'extension là où elle est employée", "the extension's cardinality where it is used"
            ),
        ),
        VALUE_SET,
        STRENGTH,
        Column("modifier", "Modifie le sens", "Is modifier", Type.YES_NO),
        Column("short", "Libellé court", "Short", translated=True),
        STATUS,
        NOTE,
    ),
    help=Term("une ligne par extension", "one row for each extension"),
)

INVARIANTS = Sheet(
    "invariants",
    "Invariants",
    "Invariants",
    owner="specification",
    unique=("id",),
    columns=(
        replace(
            ID,
            type=Type.ID,
            help=Term("clé de l'invariant, unique dans le guide", "key of the invariant, unique in the guide"),
        ),
        Column(
            "severity",
            "Gravité",
            "Severity",
            Type.CHOICE,
            required=True,
            choices=(Choice("error", "erreur", "error"), Choice("warning", "avertissement", "warning", ("alerte",))),
        ),
        Column("human", "Texte humain", "Human", required=True, translated=True, aliases=("texte", "message")),
        Column(
            "expression",
            "Expression FHIRPath",
            "FHIRPath expression",
            required=True,
            aliases=("expression",),
            form=FHIRPATH,
        ),
        Column(
            "paths",
            "Chemins",
            "Paths",
            Type.CODE,
            many=True,
            help=Term(
                "où il s'applique : profil › chemin, ou chemin pour tous les profils de ce type",
                "where it applies: profile › path, or a path for all profiles of that type",
            ),
        ),
        Column("rule", "Règle métier", "Business rule", Type.CODE, many=True, refers=("rule",)),
        STATUS,
        NOTE,
    ),
    help=Term("les règles que des programmes vérifient", "rules that programs check"),
)
