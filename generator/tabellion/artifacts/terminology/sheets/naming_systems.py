"""The sheet Naming systems: what identifiers and code systems are called, by OID and by address."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.terminology.sheets.columns import OID
from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import DESCRIPTION, ID, NAME, NOTE, STATUS, TITLE

NAMING_SYSTEMS = Sheet(
    "namingsystems",
    "Systèmes de nommage",
    "Naming systems",
    owner="terminology",
    becomes="NamingSystem",
    unique=("id",),
    aliases=("namingsystem", "identifiants et oid"),
    columns=(
        ID,
        NAME,
        # NamingSystem of R4 has no title
        replace(TITLE, required=False, recommended=True, fhir="ImplementationGuide.definition.resource.name"),
        DESCRIPTION,
        Column(
            "naming_kind",
            "Nature",
            "Kind",
            Type.CHOICE,
            required=True,
            choices=(
                Choice("codesystem", "système de codes", "code system"),
                Choice("identifier", "système d'identifiants", "identifier system"),
                Choice("root", "racine", "root"),
            ),
            help=Term(
                "Ce qui est nommé : un système de codes, un système d'identifiants (de personnes, de dossiers), ou la "
                "racine sous laquelle un organisme en attribue d'autres.",
                "What is named: a code system, a system of identifiers (of persons, of files), or the root below which "
                "an organization gives out others.",
            ),
            fhir="kind",
        ),
        Column(
            "uri",
            "Adresse du système",
            "System address",
            Type.URL,
            aliases=("uri", "system uri"),
            help=Term(
                "L'adresse qui désigne le système dans les messages : Coding.system, Identifier.system.",
                "The address that means the system in messages: Coding.system, Identifier.system.",
            ),
            example=Term("https://souffle.example/ids/dossier", "https://breath.example/ids/file"),
            fhir="uniqueId.value",
        ),
        replace(
            OID,
            help=Term(
                "L'OID du même système : qui l'écrit dans une colonne « Système » désigne cette adresse.",
                "The OID of the same system: who writes it in a column `System` means that address.",
            ),
            example="1.2.250.1.213.1.4.98",
            fhir="uniqueId.value",
        ),
        Column(
            "responsible",
            "Responsable",
            "Responsible",
            help=Term(
                "L'organisme qui attribue les codes ou les identifiants.",
                "The organization that gives out the codes or identifiers.",
            ),
            example=Term("Collège du souffle", "College of breath"),
            fhir="responsible",
            any_text="names are written as those who bear them want",
        ),
        Column(
            "usage",
            "Usage",
            "Usage",
            translated=True,
            help=Term(
                "Quand et comment employer ce système, s'il y a plus à dire que sa description.",
                "When and how the system is used, where there is more to say than its description.",
            ),
            example=Term("Dans les messages, jamais sur une étiquette.", "In messages, never on a label."),
            fhir="usage",
        ),
        STATUS,
        NOTE,
    ),
    help=Term(
        "une ligne par système : l'adresse et l'OID qui le désignent",
        "one row for each system: the address and the OID that mean it",
    ),
)
