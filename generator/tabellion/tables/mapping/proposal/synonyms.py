"""What institutions call the columns of ours: headings met in the field, by the key of the column."""

from __future__ import annotations

from collections.abc import Mapping

# by the key of a column of any sheet; `*` is any letters. A heading of the sheet itself comes before them.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "identifiant", "id", "data element id", "balise", "code donnée", "nom technique", "variable", "field name",
        "variable / field name", "cpcds mapid", "map id", "requirement id", "itemoid", "uid",
        "name", "nom",
    ),
    "code": (
        "code", "codes", "concept code", "concept", "conceptid", "loinc_num", "referencedcomponentid", "no",
        "nr", "n°", "numéro",
        "code de l'acte", "name", "code concept", "source_code", "code cip", "code ucd", "code lpp", "code cis",
        "code tips",
    ),
    "label": (
        "libellé", "libellé long", "libellé court", "intitulé", "label", "data element label", "data element name",
        "display", "term", "désignation", "nom", "long_common_name", "code description", "titre", "title",
        "field label", "question", "concept name", "nom long", "nom court", "examen", "donnée", "champ", "texte",
        "dénomination*", "name",
    ),
    "display": (
        "libellé", "libellé long", "libellé complet", "intitulé", "display", "term", "preferred term", "pt", "label",
        "désignation", "nom", "titre", "title", "long_common_name", "linguisticvariantdisplayname", "code description",
        "concept name", "nom long", "nom court", "raison sociale", "examen", "texte",
        "dénomination*",
    ),
    "definition": (
        "définition", "definition", "description", "description and definition", "description métier*", "détail",
    ),
    "description": (
        "description", "definition", "définition", "description and definition", "carin cpcds description", "hint",
    ),
    "parent": ("parent", "code parent", "père", "code père", "parent code", "parentid", "parentcolumn"),
    "system": (
        "système", "system", "code system", "codesystem", "tre source", "terminologie", "oid", "fhir code system",
        "vocabulary id", "terminology",
    ),
    "valueset": ("jeu de valeurs", "value set", "valueset", "value set name", "list_name", "binding value set", "jdv"),
    "type": (
        "type", "data type", "datatype", "type de donnée", "format", "format (ou type)", "type(s)", "nature",
        "field type", "rm type", "value type",
    ),
    "obligation": (
        "obligation", "optionality", "obligatoire", "required", "required?", "requis", "r/o/c", "usage",
        "oblig.", "required field?", "mandatory", "occurrences",
    ),
    "repeats": ("répétable", "occurrences allowed", "multiple", "repeatable"),
    "condition": ("condition", "explain conditionality", "skip logic", "relevant"),
    "cardinality": ("cardinalité", "cardinality", "card.", "card", "occurrences", "occurrence*"),
    "path": ("chemin", "path", "node path", "element", "élément", "id", "fhir element*", "master data element path"),
    "slice": ("tranche", "slice", "slice name", "profile name"),
    "short": ("libellé court", "short", "short name", "label"),
    "mustsupport": ("must support", "must support?", "must support y/n", "ms", "flag"),
    "requirements": ("requirements", "pourquoi", "motif", "justification"),
    "comment": ("comments", "comment", "commentaire", "commentaires", "consigne"),
    "example": ("exemple", "exemples", "example", "example 1"),
    "list": (
        "liste de valeurs", "list to include this data element in", "input option(s)", "valeurs possibles",
        "choices*", "codelistref", "option set", "values",
    ),
    "min": ("min", "minimum"),
    "max": ("max", "maximum"),
    "strength": ("binding strength", "force", "conformance"),
    "unit": ("unité", "unit", "units", "ucum", "unité de mesure", "measurementunit"),
    "start": ("date début", "date valid*", "début", "start", "valid from", "date d'effet", "valid start date"),
    "end": ("date fin", "fin", "end", "valid to", "date de fin", "valid end date"),
    "active": ("actif", "active", "status", "statut"),
    "order": ("ordre", "order", "rang", "sort order", "counter"),
    "source_code": ("source_code", "source code", "code source", "code de la tre source", "source"),
    "source_label": ("source_display", "libellé source"),
    "source_system": ("source_code_system", "système source"),
    "target_code": ("target_code", "target code", "code cible", "code de la tre cible*", "target"),
    "target_label": ("target_display", "libellé cible"),
    "target_system": ("target_code_system", "système cible"),
    "equivalence": ("equivalence", "équivalence", "relationship", "type association", "relation"),
    "note": ("note", "notes", "remarque", "remarques", "annotations", "working note", "review notes"),
}  # fmt: skip

# headings that mean something else beside another heading: the axes of LOINC's own table
BESIDE: Mapping[str, str] = {"system": "scale_typ"}

# words of tables met in the field, by the value of a choice of ours, where they are no words of that choice
WORDS: Mapping[str, tuple[str, ...]] = {
    "mandatory": ("r", "m", "required", "obligatoire", "yes", "oui", "true", "1..1", "1..*", "1..n"),
    "optional": ("o", "f", "optional", "facultatif", "no", "non", "false", "0..1", "0..*", "0..n"),
    "conditional": ("c", "conditional", "conditionnel", "required if known"),
    "prohibited": ("n", "x", "interdit"),
    "number": ("integer", "decimal", "n", "numérique", "numeric", "int", "entier", "integer quantity"),
    "text": ("string", "a", "texte", "char", "varchar", "alphanumérique", "id", "chaîne"),
    "date": ("d",),
    "date-time": ("datetime", "horodatage"),
    "quantity": ("quantity", "decimal quantity", "mesure"),
    "code": (
        "list - select one", "list - select all that apply", "select_one *", "select_multiple *", "coding", "codage",
    ),
    "yes-no": ("boolean", "booléen", "yes/no"),
    "file": ("attachment", "signature", "image"),
    "equivalent": ("equivalent", "equal", "equivalent to", "égal", "="),
    "relatedto": ("related to", "relatedto"),
    "wider": ("source is narrower than target", "wider", "broader"),
    "narrower": ("source is broader than target", "narrower"),
}  # fmt: skip
