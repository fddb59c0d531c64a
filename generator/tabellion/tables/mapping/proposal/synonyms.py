"""What institutions call the columns of ours: headings met in the field, by the key of the column."""

from __future__ import annotations

import re
from collections.abc import Mapping

# by the key of a column of any sheet; `*` is any letters. A heading of the sheet itself comes before them.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "identifiant", "id", "data element id", "balise", "code donnée", "nom technique", "variable", "field name",
        "variable / field name", "cpcds mapid", "map id", "requirement id", "itemoid", "uid", "name", "nom",
        "feldname", "variable name", "element id", "data element", "item name", "item #", "node id", "at code",
    ),
    "code": (
        "code", "codes", "concept code", "concept", "conceptid", "loinc_num", "referencedcomponentid", "no", "nr",
        "n°", "numéro", "code de l'acte", "name", "code concept", "source_code", "code cip", "code ucd",
        "code lpp", "code cis", "code tips", "code value", "gtin", "ean", "pharmacode", "pzn", "cip13",
        "code cip13", "ndc", "artikelnummer", "numéro d'article", "kode", "schlüssel", "codice", "código", "sctid",
        "test code", "at code", "node id", "zulassungsnummer", "swissmedic-nr", "clé", "key", "value", "valeur",
        "wert",
    ),
    "label": (
        "libellé", "libellé long", "libellé court", "intitulé", "label", "data element label", "data element name",
        "display", "term", "désignation", "nom", "long_common_name", "code description", "titre", "title",
        "field label", "question", "concept name", "nom long", "nom court", "examen", "donnée", "champ", "texte",
        "dénomination*", "name", "bezeichnung", "benennung", "titel", "denominazione", "descrizione",
        "descripción", "nombre", "omschrijving", "naam", "produktname", "product name", "nom du produit",
        "nom commercial", "code meaning", "full name", "long name", "long description", "fully specified name",
        "fsn", "element name", "item name", "text", "short description", "description",
    ),
    "display": (
        "libellé", "libellé long", "libellé complet", "intitulé", "display", "term", "preferred term", "pt",
        "label", "désignation", "nom", "titre", "title", "long_common_name", "linguisticvariantdisplayname",
        "code description", "concept name", "nom long", "nom court", "raison sociale", "examen", "texte",
        "dénomination*", "bezeichnung", "benennung", "titel", "denominazione", "descrizione", "descripción",
        "nombre", "omschrijving", "naam", "produktname", "product name", "nom du produit", "nom commercial",
        "code meaning", "full name", "long name", "long description", "fully specified name", "fsn", "value label",
        "short description", "description",
    ),
    "definition": (
        "définition", "definition", "description", "description and definition", "description métier*", "détail",
        "beschreibung", "definizione",
    ),
    "description": (
        "description", "definition", "définition", "description and definition", "carin cpcds description", "hint",
        "beschreibung", "field note",
    ),
    "parent": (
        "parent", "code parent", "père", "code père", "parent code", "parentid", "parentcolumn", "parent id",
        "parentcode", "broader", "übergeordneter code", "oberbegriff",
    ),
    "system": (
        "système", "system", "code system", "codesystem", "tre source", "terminologie", "oid", "fhir code system",
        "vocabulary id", "terminology", "coding scheme designator", "coding scheme", "vocabulary", "kodiersystem",
        "sab",
    ),
    "valueset": (
        "jeu de valeurs", "value set", "valueset", "value set name", "list_name", "binding value set", "jdv",
    ),
    "type": (
        "type", "data type", "datatype", "type de donnée", "format", "format (ou type)", "type(s)", "nature",
        "field type", "rm type", "value type", "dt", "datentyp", "rm class", "reference model type",
    ),
    "obligation": (
        "obligation", "optionality", "obligatoire", "required", "required?", "requis", "r/o/c", "usage", "oblig.",
        "required field?", "mandatory", "occurrences", "opt", "pflichtfeld",
    ),
    "repeats": (
        "répétable", "occurrences allowed", "multiple", "repeatable", "rp/#", "rpt", "repeat", "wiederholbar",
    ),
    "condition": ("condition", "explain conditionality", "skip logic", "relevant", "branching logic*", "bedingung"),
    "cardinality": ("cardinalité", "cardinality", "card.", "card", "occurrences", "occurrence*"),
    "path": (
        "chemin", "path", "node path", "element", "élément", "id", "fhir element*", "master data element path",
        "aqlpath", "aql path", "archetype path", "pfad",
    ),
    "slice": ("tranche", "slice", "slice name", "profile name"),
    "short": ("libellé court", "short", "short name", "label"),
    "mustsupport": ("must support", "must support?", "must support y/n", "ms", "flag"),
    "requirements": ("requirements", "pourquoi", "motif", "justification"),
    "comment": ("comments", "comment", "commentaire", "commentaires", "consigne"),
    "example": ("exemple", "exemples", "example", "example 1"),
    "list": (
        "liste de valeurs", "list to include this data element in", "input option(s)", "valeurs possibles",
        "choices*", "codelistref", "option set", "values", "tbl#",
    ),
    "min": ("min", "minimum"),
    "max": ("max", "maximum"),
    "strength": ("binding strength", "force", "conformance"),
    "unit": (
        "unité", "unit", "units", "ucum", "unité de mesure", "measurementunit", "einheit", "units of measure",
        "unità", "unidad", "ucum_code", "code ucum",
    ),
    "start": (
        "date début", "date valid*", "début", "start", "valid from", "date d'effet", "valid start date",
        "gültig ab", "gültig von", "date de début", "inizio validità",
    ),
    "end": ("date fin", "fin", "end", "valid to", "date de fin", "valid end date", "gültig bis", "fine validità"),
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
BESIDE: Mapping[str, str] = {"system": "scale_typ", "property": "scale_typ"}

# words that a heading begins or ends with, by the key of a column; and those beside which they mean something else
WORDS_OF: Mapping[str, frozenset[str]] = {
    "code": frozenset({"code", "kode", "codice", "código"}),
    "label": frozenset(
        {"libellé", "libelle", "label", "nom", "name", "bezeichnung", "intitulé", "term", "désignation"}
    ),
    "display": frozenset(
        {"libellé", "libelle", "label", "nom", "name", "bezeichnung", "intitulé", "term", "désignation"}
    ),
    "definition": frozenset({"definition", "définition"}),
    "unit": frozenset({"unit", "units", "unité", "einheit"}),
}
BESIDE_WORDS = frozenset({
    "system", "système", "set", "list", "liste", "type", "version", "status", "statut", "court", "short", "form",
    "formulaire", "file", "fichier", "class", "classe", "field", "table", "group", "groupe", "kind", "parent", "source",
    "cible", "target", "value", "valeur", "codelist", "category", "catégorie", "uri", "url", "id", "user",
    "utilisateur", "description", "date", "unit", "unité",
})  # fmt: skip


def is_called(heading: str, key: str) -> bool:
    """Whether the first or the last word of a heading of several says what a column of ours holds: `Code analyse`."""
    words = re.findall(r"[^\W_]+", heading.casefold())
    if len(words) < 2 or BESIDE_WORDS & set(words) - WORDS_OF.get(key, frozenset()):
        return False
    return bool(WORDS_OF.get(key, frozenset()) & {words[0], words[-1]})


# words of tables met in the field, by the value of a choice of ours, where they are no words of that choice
WORDS: Mapping[str, tuple[str, ...]] = {
    "mandatory": ("r", "m", "required", "obligatoire", "yes", "oui", "true", "1..1", "1..*", "1..n"),
    "optional": ("o", "f", "optional", "facultatif", "no", "non", "false", "0..1", "0..*", "0..n"),
    "conditional": ("c", "conditional", "conditionnel", "required if known"),
    "prohibited": ("n", "x", "interdit"),
    "number": (
        "dv_count", "nm", "si", "calc", "slider", "integer", "decimal", "n", "numérique", "numeric", "int",
        "entier", "integer quantity",
    ),
    "text": (
        "dv_text", "dv_parsable", "dv_identifier", "st", "tx", "ft", "notes", "string", "a", "texte", "char",
        "varchar", "alphanumérique", "id", "chaîne",
    ),
    "date": ("dv_date", "dt", "d"),
    "date-time": ("dv_date_time", "ts", "dtm", "datetime", "horodatage"),
    "quantity": ("dv_quantity", "dv_proportion", "dv_duration", "cq", "quantity", "decimal quantity", "mesure"),
    "code": (
        "dv_coded_text", "dv_ordinal", "dv_scale", "ce", "cwe", "cne", "is", "radio", "dropdown", "checkbox",
        "sql", "list - select one", "list - select all that apply", "select_one *", "select_multiple *", "coding",
        "codage",
    ),
    "yes-no": ("dv_boolean", "yesno", "truefalse", "boolean", "booléen", "yes/no"),
    "file": ("dv_multimedia", "ed", "attachment", "signature", "image"),
    "equivalent": ("equivalent", "equal", "equivalent to", "égal", "="),
    "relatedto": ("related to", "relatedto"),
    "wider": ("source is narrower than target", "wider", "broader"),
    "narrower": ("source is broader than target", "narrower"),
}  # fmt: skip
