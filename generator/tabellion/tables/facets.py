"""Columns that several kinds of artifact share, so that a facet has one heading everywhere."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type
from tabellion.tables.forms import CODE as CODE_FORM
from tabellion.tables.forms import FHIRPATH
from tabellion.tables.forms import VERSION as VERSION_FORM

STRENGTHS = (
    Choice("required", "obligatoire", "required", ("requise", "imposée")),
    Choice("extensible", "extensible", "extensible"),
    Choice("preferred", "préférée", "preferred", ("preferee", "recommandée")),
    Choice("example", "exemple", "example"),
)
EXPECTATIONS = (
    Choice("SHALL", "DOIT", "SHALL"),
    Choice("SHOULD", "DEVRAIT", "SHOULD"),
    Choice("MAY", "PEUT", "MAY"),
    Choice("SHALL NOT", "NE DOIT PAS", "SHALL NOT", ("INTERDIT",)),
)
PROMISES = (
    *EXPECTATIONS[:-1],
    Choice("SHOULD-NOT", "NE DEVRAIT PAS", "SHOULD NOT", proposed_for=("NE DOIT PAS", "SHALL NOT", "INTERDIT")),
)
"""The codes of R4's conformance-expectation, which prohibits nothing."""

ID = Column(
    "id",
    "Identifiant",
    "Id",
    Type.ID,
    required=True,
    aliases=("identifier", "code identifiant"),
    help=Term(
        "Un identifiant court et stable : lettres sans accent, chiffres, tirets. Il devient la fin de l'adresse et "
        "le nom de la page ; ne le changez plus une fois publié.",
        "A short, stable id: letters without accents, digits, hyphens. It becomes the end of the address and the "
        "name of the page; never change it once published.",
    ),
    example=Term("debit-de-pointe", "peak-flow"),
    fhir="id",
)
NAME = Column(
    "name",
    "Nom",
    "Name",
    Type.CODE,
    required=True,
    help=Term(
        "Le nom pour les programmes : une majuscule, puis des lettres sans accent ni espace.",
        "The name for programs: a capital, then letters without accents or blanks.",
    ),
    example=Term("DebitDePointe", "PeakFlow"),
    fhir="name",
)
TITLE = Column(
    "title",
    "Titre",
    "Title",
    required=True,
    translated=True,
    aliases=("libellé", "label"),
    help=Term(
        "Le titre que lisent les personnes, en tête de la page et dans les listes.",
        "The title that people read, at the head of the page and in lists.",
    ),
    example=Term("Débit de pointe", "Peak flow"),
    fhir="title",
)
DESCRIPTION = Column(
    "description",
    "Description",
    "Description",
    recommended=True,
    translated=True,
    help=Term(
        "Ce que c'est et à quoi cela sert, en une à trois phrases. Le Markdown est compris : **gras**, listes, liens.",
        "What it is and what it is for, in one to three sentences. Markdown is understood: **bold**, lists, links.",
    ),
    example=Term("Un débit mesuré au débitmètre.", "A flow measured with a meter."),
    fhir="description",
)
STATUS = Column(
    "status",
    "Statut",
    "Status",
    Type.CHOICE,
    choices=(
        Choice("proposed", "proposé", "proposed", ("proposée", "draft")),
        Choice("to-validate", "à valider", "to validate"),
        Choice("validated", "validé", "validated", ("validée", "active")),
        Choice("withdrawn", "retiré", "withdrawn", ("retirée", "retired")),
    ),
    help=Term(
        "Où en est cette ligne. Vide : validé. Un guide actif ne prend que les lignes validées ; une ligne retirée "
        "n'est prise par aucun.",
        "The progress of this row. Empty: validated. An active guide contains validated rows only; no guide contains "
        "a withdrawn row.",
    ),
    example=Term("validé", "validated"),
)
NOTE = Column(
    "note",
    "Remarque",
    "Note",
    aliases=("comment", "commentaire interne"),
    help=Term("Une note pour les auteurs. Elle n'est jamais publiée.", "A note for authors. It is never published."),
    example=Term("à revoir avec l'assureur", "to see with the insurer"),
    pages=False,
    any_text="written by people for people",
)
VALUE_SET = Column(
    "valueset",
    "Jeu de valeurs",
    "Value set",
    Type.CODE,
    refers=("valueset",),
    aliases=("binding value set", "valueset", "liste de valeurs", "jdv"),
    help=Term(
        "La liste des codes permis : l'identifiant d'un jeu de valeurs de ce guide, son OID, ou l'adresse d'un jeu "
        "publié ailleurs.",
        "The list of codes allowed: the id of a value set of this guide, its OID, or the address of one published "
        "elsewhere.",
    ),
    example=Term("position-souffle", "breath-position"),
    fhir="binding.valueSet",
)
STRENGTH = Column(
    "strength",
    "Force de la liaison",
    "Binding strength",
    Type.CHOICE,
    choices=STRENGTHS,
    aliases=("force", "strength"),
    help=Term(
        "À quel point la liste engage. Obligatoire : ces codes seuls. Extensible : un autre code si aucun ne "
        "convient. Préférée : conseillée. Exemple : pour donner une idée.",
        "How binding the list is. Required: these codes only. Extensible: another code if none fits. Preferred: "
        "recommended. Example: for illustration.",
    ),
    fhir="binding.strength",
)
SYSTEM = Column(
    "system",
    "Système",
    "System",
    Type.CODE,
    required=True,
    refers=("codesystem",),
    aliases=("terminologie", "code system", "codesystem"),
    help=Term(
        "La terminologie d'où vient le code : un nom connu (LOINC, SNOMED CT, UCUM), l'identifiant d'un système de "
        "codes de ce guide, un OID ou une adresse.",
        "The terminology that the code comes from: a known name (LOINC, SNOMED CT, UCUM), the id of a code system "
        "of this guide, an OID or an address.",
    ),
    example="LOINC",
    fhir="system",
)
CODE = Column(
    "code",
    "Code",
    "Code",
    Type.CODE,
    required=True,
    help=Term(
        "Le code, exactement comme son système l'écrit. La cellule est au format Texte, pour qu'Excel n'en fasse ni "
        "un nombre ni une date.",
        "The code, exactly as its system writes it. The cell has the format Text, so that Excel makes neither a "
        "number nor a date of it.",
    ),
    example="33452-4",
    fhir="code",
    form=CODE_FORM,
    any_text="which codes there are is known where the system is at hand (VS004, CS001)",
)
VERSION = Column("version", "Version", "Version", Type.CODE, form=VERSION_FORM)
REASON = Column("reason", "Motif", "Reason", translated=True)
EXPECTATION = Column("expectation", "Exigence", "Expectation", Type.CHOICE, choices=EXPECTATIONS)
PROMISE = Column("expectation", "Exigence", "Expectation", Type.CHOICE, choices=PROMISES)
LABEL = Column("label", "Libellé", "Label", translated=True)
EXPRESSION = Column("expression", "Expression FHIRPath", "FHIRPath expression", aliases=("expression",), form=FHIRPATH)
INVARIANT = Column("invariant", "Invariant", "Invariant", Type.CODE, many=True, refers=("invariant",))
MEASURES = Column("measures", "Mesures", "Measurements", Type.CODE, many=True, refers=("measure",))
APPROVED = Column(
    "approved",
    "Approuvé le",
    "Approved on",
    Type.DATE,
    aliases=("approvalDate",),
    help=Term(
        "Le jour où l'éditeur a approuvé ce contenu. Vide : la date d'approbation de la feuille Guide.",
        "The day on which the publisher approved this content. Empty: the approval date of the sheet Guide.",
    ),
    example="2026-03-01",
    fhir="extension",
)
REVIEWED = Column(
    "reviewed",
    "Relu le",
    "Reviewed on",
    Type.DATE,
    aliases=("lastReviewDate",),
    help=Term(
        "Le jour où ce contenu a été relu pour la dernière fois. Vide : la date de relecture de la feuille Guide.",
        "The day on which this content was last reviewed. Empty: the last review date of the sheet Guide.",
    ),
    example="2026-02-15",
    fhir="extension",
)
