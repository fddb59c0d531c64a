"""The sheet Searches: the search parameters."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import APPROVED, EXPRESSION, MEASURES, NOTE, PROMISE, REVIEWED, STATUS
from tabellion.tables.forms import (
    ADDRESS,
    REQUEST,
)

SEARCHES = Sheet(
    "searches",
    "Recherches",
    "Searches",
    owner="specification",
    becomes="SearchParameter",
    unique=("resource", "parameter"),
    columns=(
        Column(
            "resource",
            "Ressource",
            "Resource",
            Type.CODE,
            required=True,
            help=Term("La ressource FHIR que l'on cherche.", "The FHIR resource that is searched for."),
            example="Observation",
            fhir="base",
        ),
        Column(
            "parameter",
            "Paramètre",
            "Parameter",
            Type.CODE,
            required=True,
            help=Term(
                "Le nom du paramètre, tel qu'il est écrit dans l'adresse.",
                "The parameter's name, as it is written in the address.",
            ),
            example="date",
            fhir="code",
        ),
        Column(
            "type",
            "Type",
            "Type",
            Type.CHOICE,
            choices=tuple(
                Choice(code, code, code)
                for code in (
                    "number",
                    "date",
                    "string",
                    "token",
                    "reference",
                    "composite",
                    "quantity",
                    "uri",
                    "special",
                )
            ),
            help=Term(
                "La sorte de valeur que le paramètre prend. Vide : celle du paramètre de FHIR.",
                "The sort of value that the parameter takes. Empty: that of FHIR's own parameter.",
            ),
            fhir="type",
        ),
        replace(
            PROMISE,
            required=True,
            help=Term("Le serveur doit-il prendre ce paramètre ?", "Does the server have to take this parameter?"),
        ),
        Column(
            "rule",
            "Règle",
            "Rule",
            translated=True,
            help=Term(
                "Comment le paramètre s'utilise ici : valeurs permises, limites.",
                "How the parameter is used here: values allowed, limits.",
            ),
            example=Term("deux dates au plus", "two dates at most"),
            fhir="CapabilityStatement.rest.resource.searchParam.documentation",
        ),
        Column(
            "request",
            "Exemple de requête",
            "Example request",
            Type.CODE,
            help=Term("Une requête entière en exemple.", "A whole request as an example."),
            example="GET [base]/Observation?date=ge2026-01-01",
            form=REQUEST,
        ),
        Column(
            "definition",
            "Définition",
            "Definition",
            Type.CODE,
            help=Term(
                "L'adresse du paramètre, s'il est défini ailleurs. Vide : celui de FHIR.",
                "The parameter's address, if it is defined elsewhere. Empty: FHIR's own.",
            ),
            example="http://hl7.org/fhir/SearchParameter/clinical-date",
            fhir="CapabilityStatement.rest.resource.searchParam.definition",
            pages=False,
            form=ADDRESS,
        ),
        Column(
            "id",
            "Identifiant",
            "Id",
            Type.ID,
            help=Term(
                "Pour un paramètre que ce guide définit : son identifiant. Vide : il est défini ailleurs.",
                "For a parameter that this guide defines: its id. Empty: it is defined elsewhere.",
            ),
            example=Term("recherche-effort", "search-effort"),
            fhir="id",
        ),
        replace(
            EXPRESSION,
            help=Term(
                "Pour un paramètre que ce guide définit : l'élément cherché, en FHIRPath.",
                "For a parameter that this guide defines: the element searched, in FHIRPath.",
            ),
            example="Observation.note.text",
            fhir="expression",
        ),
        Column(
            "target",
            "Cibles",
            "Targets",
            Type.CODE,
            many=True,
            wordlike=True,
            help=Term(
                "Pour un paramètre de type reference : les ressources visées.",
                "For a parameter of type reference: the resources that it points to.",
            ),
            example="Patient",
            fhir="target",
        ),
        Column(
            "description",
            "Description",
            "Description",
            translated=True,
            help=Term("Ce que le paramètre cherche.", "What the parameter searches for."),
            example=Term("Chercher par remarque.", "Search by note."),
            fhir="description",
        ),
        Column(
            "purpose",
            "Raison",
            "Purpose",
            translated=True,
            help=Term(
                "Pour un paramètre que ce guide définit : pourquoi il le fallait. Un nom avec un point demande une "
                "raison, puisque FHIR y lit une recherche enchaînée.",
                "For a parameter that this guide defines: why it was needed. A name with a dot wants a reason, since "
                "FHIR "
                "reads a chained search there.",
            ),
            example=Term("FHIR ne cherche pas dans les remarques.", "FHIR does not search in notes."),
            fhir="purpose",
        ),
        replace(
            MEASURES,
            help=Term(
                "Les mesures pour lesquelles le paramètre sert. Vide : toutes.",
                "The measurements that the parameter serves. Empty: all.",
            ),
            example=Term("debit-de-pointe", "peak-flow"),
        ),
        APPROVED,
        REVIEWED,
        STATUS,
        NOTE,
    ),
    help=Term("les paramètres de recherche", "the search parameters"),
)
