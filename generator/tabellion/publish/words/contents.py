"""Words of the other pages that show what the guide defines: codes, exchanges, capabilities, downloads, drawings."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

CONTENTS: Mapping[str, Term] = {
    # terminology
    "concepts": Term("Codes", "Codes"),
    "concept_code": Term("Code", "Code"),
    "concept_label": Term("Libellé", "Label"),
    "concept_display": Term("Libellé officiel", "Official display"),
    "concept_system": Term("Système", "System"),
    "concept_definition": Term("Définition", "Definition"),
    "inactive": Term("inactif", "inactive"),
    "used_by": Term("Employé par", "Used by"),
    "not_used": Term("Aucun élément n'y est lié.", "No element is bound to it."),
    "extracted_on": Term("Extrait le {date}. C'est un instantané.", "Extracted on {date}. It is a snapshot."),
    "source": Term("Source", "Source"),
    "copyright": Term("Droits", "Copyright"),
    "replaced_by": Term("Remplacé par", "Replaced by"),
    "oid": Term("OID", "OID"),
    "rule_include": Term("Les codes de {what}", "The codes of {what}"),
    "rule_exclude": Term("Sauf les codes de {what}", "But for the codes of {what}"),
    "content_complete": Term("Liste complète", "Complete list"),
    "content_fragment": Term(
        "Extrait : seuls les codes que ce guide cite", "Fragment: only the codes that this guide names"
    ),
    "content_example": Term("Exemples de codes", "Examples of codes"),
    "content_not-present": Term(
        "Identité seule : les codes appartiennent à leur propriétaire",
        "Identity alone: the codes belong to their owner",
    ),
    "content_supplement": Term("Complément", "Supplement"),
    "strength": Term("Force", "Strength"),
    "equivalence_equivalent": Term("équivalent", "equivalent"),
    "equivalence_equal": Term("égal", "equal"),
    "equivalence_wider": Term("plus large", "wider"),
    "equivalence_narrower": Term("plus étroit", "narrower"),
    "equivalence_inexact": Term("inexact", "inexact"),
    "equivalence_relatedto": Term("voisin", "related"),
    "equivalence_unmatched": Term("sans équivalent", "unmatched"),
    "equivalence_subsumes": Term("contient", "subsumes"),
    "equivalence_specializes": Term("précise", "specializes"),
    "equivalence_disjoint": Term("disjoint", "disjoint"),
    "map_source": Term("Source", "Source"),
    "map_target": Term("Cible", "Target"),
    "equivalence": Term("Équivalence", "Equivalence"),
    "note": Term("Remarque", "Note"),
    # extensions
    "allowed_on": Term("Permise sur", "Allowed on"),
    "value": Term("Valeur", "Value"),
    "used_in": Term("Employée dans", "Used in"),
    # lists and downloads
    "conformance_title": Term("Ressources de conformité", "Conformance resources"),
    "conformance_lead": Term(
        "Tout ce que ce guide définit, par genre.", "Everything that this guide defines, by kind."
    ),
    "measures_lead": Term(
        "Une page par mesure : le code, l'unité, ce qui est obligatoire, un exemple à copier.",
        "One page for each measure: code, unit, what is mandatory, an example to copy.",
    ),
    "downloads": Term("Téléchargements", "Downloads"),
    "file": Term("Fichier", "File"),
    "content": Term("Contenu", "Content"),
    "size": Term("Taille", "Size"),
    "dependencies": Term("Dépendances", "Dependencies"),
    "file_package": Term(
        "Le paquet FHIR : définitions et exemples, pour les outils FHIR",
        "The FHIR package: definitions and examples, for FHIR tools",
    ),
    "reading_page": Term("Ce que veulent dire les mots", "What the words mean"),
    # exchanges
    "overview_title": Term("Les mesures et les flux", "Measures and exchanges"),
    "overview_description": Term(
        "Pour chaque mesure : peut-elle être envoyée, peut-elle être demandée. La table qui suit dit la même chose.",
        "For each measure: may it be sent, may it be asked for. The table below says the same.",
    ),
    "measures_by_flow": Term("Mesures par flux", "Measures by exchange"),
    "usecases": Term("Cas d'usage", "Use cases"),
    "direction": Term("Sens", "Direction"),
    "request": Term("Requête", "Request"),
    "response": Term("Réponse", "Response"),
    "sequence": Term("Déroulement", "Sequence"),
    "sequence_of": Term("Déroulement : {title}", "Sequence: {title}"),
    "as_text": Term("Le même en texte", "The same as text"),
    "transaction": Term("Transaction", "Transaction"),
    "preconditions": Term("Préconditions", "Preconditions"),
    "party_client": Term("Application", "Application"),
    "party_server": Term("Serveur", "Server"),
    "step_there": Term("{left} envoie à {right} : {words}. {note}", "{left} sends to {right}: {words}. {note}"),
    "step_back": Term("{right} répond à {left} : {words}. {note}", "{right} answers {left}: {words}. {note}"),
    "or_error": Term("ou une erreur ({statuses})", "or an error ({statuses})"),
    "errors_count": Term("{count} erreurs décrites", "{count} errors described"),
    "errors_lead": Term(
        "Le texte exact que le serveur renvoie, pourquoi, et quoi faire.",
        "The exact text that the server sends, why, and what to do.",
    ),
    "answer": Term("Diagnostic exact", "Exact diagnostics"),
    "cause": Term("Cause", "Cause"),
    "remedy": Term("Correction à faire", "Remedy"),
    "searches": Term("Paramètres de recherche", "Search parameters"),
    "parameter": Term("Paramètre", "Parameter"),
    "expectation": Term("Exigence", "Expectation"),
    "errors_catalogue": Term("Catalogue des erreurs", "Catalogue of errors"),
    "nothing_here": Term("Rien pour l'instant.", "Nothing yet."),
    # capabilities
    "mode": Term("Rôle", "Role"),
    "mode_server": Term("serveur", "server"),
    "mode_client": Term("client", "client"),
    "formats": Term("Formats", "Formats"),
    "security": Term("Sécurité", "Security"),
    "whole_system": Term("Le système entier", "The whole system"),
    "interactions": Term("Interactions", "Interactions"),
    "operations": Term("Opérations", "Operations"),
    "expectation_SHALL": Term("DOIT", "SHALL"),
    "expectation_SHOULD": Term("DEVRAIT", "SHOULD"),
    "expectation_MAY": Term("PEUT", "MAY"),
    "expectation_SHALL-NOT": Term("NE DOIT PAS", "SHALL NOT"),
    # downloads
    "file_table": Term(
        "Tous les éléments de tous les profils en une table, à filtrer dans un tableur",
        "All elements of all profiles in one table, to filter in a spreadsheet",
    ),
    "file_table_csv": Term("La même table en CSV", "The same table as CSV"),
    "file_offline": Term(
        "Ce site entier, à ouvrir sans réseau : décompressez, puis ouvrez index.html",
        "This whole site, to open without a network: unpack, then open index.html",
    ),
    "file_index": Term("La liste des artefacts, pour les programmes", "The list of artifacts, for programs"),
    "pages": Term("Pages", "Pages"),
    "kind_page": Term("Page", "Page"),
    "not_found": Term("Page introuvable", "Page not found"),
    "not_found_help": Term(
        "L'adresse demandée ne mène à aucune page de ce guide. Partez de l'une de celles-ci :",
        "The address leads to no page of this guide. Start from one of these:",
    ),
    "not_found_near": Term("Vous cherchiez peut-être :", "You may have been looking for:"),
    # drawings
    "drawn": Term("Dessin : {what}", "Drawing: {what}"),
    "tree": Term("Voir l'arbre de ce que dit ce guide", "See what this guide says as a tree"),
    "tree_of": Term("Arbre : {title}", "Tree: {title}"),
    "tree_description": Term(
        "Les éléments dont ce guide parle, avec leur cardinalité. La table des éléments dit la même chose.",
        "The elements that this guide speaks of, with their cardinality. The table of elements says the same.",
    ),
    "scale_description": Term(
        "De {low} à {high}. Valeurs des exemples : {values}.", "From {low} to {high}. Values of the examples: {values}."
    ),
    "relations": Term("Ce que les profils emploient", "What the profiles use"),
    "relations_description": Term(
        "Un trait relie chaque profil aux extensions et aux jeux de valeurs qu'il emploie, ce que dit aussi sa page.",
        "A line leads from each profile to the extensions and value sets that it uses, as its page says too.",
    ),
    "cells": Term("Cellules", "Cells"),
}
