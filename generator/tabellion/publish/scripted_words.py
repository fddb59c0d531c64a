"""The words that scripts of pages say, as a script: they stand with all others."""

from __future__ import annotations

import json

from tabellion.publish.words import WORDS

SCRIPTED = {
    "copied": "copied",
    "copy": "copy",
    "copyLink": "copy_link",
    "comment": "comment",
    "inTable": "in_table",
    "element": "element_label",
    "address": "address_label",
    "search": "search",
    "hint": "search_hint",
    "none": "search_none",
    "meant": "search_meant",
    "one": "search_one",
    "many": "search_many",
    "close": "close",
    "inList": "search_in_list",
    "reviewToCome": "review_is_to_come",
    "reviewOpen": "review_is_open",
    "reviewOver": "review_is_over",
}


def words_script(lang: str) -> str:
    """The words of scripts in a language, as a script."""
    words = {key: WORDS[name][lang] for key, name in SCRIPTED.items()}
    return f"window.guideWords = {json.dumps(words, ensure_ascii=False, indent=1)};\n"
