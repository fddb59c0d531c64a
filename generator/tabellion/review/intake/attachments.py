"""What is said of files that comments come with: which are not kept, which seem to tell of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tabellion.diagnostics import Term, rule
from tabellion.review.intake.remarks import Remark
from tabellion.review.record.attachment import LARGEST, MOST, SUFFIXES, Attached
from tabellion.review.record.submission import Submission

ATTACHMENT_NOT_KEPT = rule(
    "RV035",
    "attachment-not-kept",
    "warning",
    "not-supported",
    fr="le fichier joint « {value} » n'est pas gardé : {why}",
    en="the attached file `{value}` is not kept: {why}",
    help_fr="le commentaire est reçu ; renvoyez-le avec un fichier {kinds} {most:de} ko au plus, {count} au plus",
    help_en="the comment is received; send it again with a file {kinds} of {most} kB at most, {count} at most",
)
PERSONAL_DATA_IN_ATTACHMENT = rule(
    "RV036",
    "personal-data-in-attachment",
    "warning",
    "business-rule",
    fr="le fichier joint « {value} » semble parler d'une personne ({what}) ; il est non public",
    en="the attached file `{value}` seems to tell of a person ({what}); it is not made public",
    help_fr="si la personne existe, renvoyez un exemple inventé ; un fichier n'est publié qu'une fois relu",
    help_en="if the person exists, send an invented sample; the secretariat shows a file only once it was read",
)
WHY = {
    "missing": Term(
        "il ne se lit pas, ou n'est pas à côté de la grille", "it cannot be read, or is not beside the grid"
    ),
    "empty": Term("il est vide", "it is empty"),
    "large": Term("il est trop grand", "it is too large"),
    "type": Term(
        "son contenu n'est pas celui d'un format accepté", "its content is not that of a format that is accepted"
    ),
    "many": Term("il y en a trop", "there are too many"),
}
# a French social security number: sex, year, month, department, town, order, with or without its key
SOCIAL_SECURITY = re.compile(
    r"(?<!\d)[12][ .]?\d{2}[ .]?(0[1-9]|1[0-2]|[2-9]\d)[ .]?(\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}([ .]?\d{2})?(?!\d)"
)
PERSON = re.compile(
    r'"resourceType"\s*:\s*"(?:Patient|RelatedPerson|Person)"|<(?:\w+:)?(?:Patient|RelatedPerson|Person)\b|^PID\|',
    re.MULTILINE,
)
BIRTH = re.compile(r'"birthDate"\s*:|<(?:\w+:)?birth(?:Date|Time)\b')
SIGNS = (
    (SOCIAL_SECURITY, Term("numéro de sécurité sociale", "social security number")),
    (PERSON, Term("données d'un patient", "data of a patient")),
    (BIRTH, Term("date de naissance", "date of birth")),
)


def remarks_on_files(submission: Submission) -> Iterator[Remark]:
    """What is to be said about the files of a submission."""
    for position, item in enumerate(submission.attached):
        fault = item.fault or ("many" if position >= MOST else "")
        if fault:
            told = {"why": WHY[fault], "kinds": ", ".join(SUFFIXES), "most": LARGEST // 1000, "count": MOST}
            yield Remark(ATTACHMENT_NOT_KEPT, "comment", item.name, parameters=told)
        elif found := signs_of_a_person(item):
            what = Term(*(", ".join(term[lang] for term in found) for lang in ("fr", "en")))
            yield Remark(PERSONAL_DATA_IN_ATTACHMENT, "comment", item.name, parameters={"what": what})


def signs_of_a_person(item: Attached) -> list[Term]:
    """What in a text file makes one think of a person."""
    text = item.text
    return [term for pattern, term in SIGNS if pattern.search(text)]
