"""Words of the page of a naming system."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term

WORDS: Mapping[str, Term] = {
    "naming_nature": Term("Ce qui est nommé", "What is named"),
    "naming_codesystem": Term("un système de codes", "a code system"),
    "naming_identifier": Term("un système d'identifiants", "a system of identifiers"),
    "naming_root": Term("une racine d'identifiants", "a root of identifiers"),
    "naming_uri": Term("Adresse du système", "System address"),
    "naming_oid": Term("OID du système", "System OID"),
    "naming_responsible": Term("Responsable", "Responsible"),
    "naming_usage": Term("Usage", "Usage"),
}
