"""What the comment form needs to know, as a script: the review, the lists, the words."""

from __future__ import annotations

import json

from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.review_banner import announced_review, place_to_write
from tabellion.publish.words.review_form import WORDS
from tabellion.review.record.attachment import LARGEST, MOST, SUFFIXES
from tabellion.review.record.vocabulary import FACETS, NATURES, PUBLICATIONS, SEVERITIES, Word

SCRIPTS = tuple(f"assets/{name}.js" for name in ("review", "sending", "attach", "comment", "react", "register"))
"""The scripts of a guide that has a review."""


def review_script(reading: Reading) -> str:
    """The script of a language. Without a review of this very edition the form has nothing to ask."""
    lang = reading.lang
    review = announced_review(reading)
    data: dict[str, object] = {
        "lang": lang,
        "site": reading.edition.info.site,
        "words": {key: term[lang] for key, term in WORDS.items()},
    }
    if reading.reviews or review is not None:
        data["publications"] = _pairs(PUBLICATIONS, lang)
    if review is not None:
        data |= {
            "id": review.id,
            "version": review.version,
            "writeTo": place_to_write(review.write_to or reading.edition.info.comments),
            "receiver": review.receiver,
            "attachments": {"suffixes": SUFFIXES, "largest": LARGEST, "most": MOST},
            "facets": _pairs(FACETS, lang),
            "natures": _pairs(NATURES, lang),
            "severities": _pairs(SEVERITIES, lang),
        }
    shown = json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")
    return f"window.guideReview = {shown};\n"


def _pairs(words: tuple[Word, ...], lang: str) -> list[list[str]]:
    return [[word.code, word.label[lang], word.help[lang]] for word in words]
