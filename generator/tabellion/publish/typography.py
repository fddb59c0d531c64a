"""The texts of built pages as a printer sets them: curved apostrophes, and no line that begins with a French `;`.

It is done to what a browser shows and to nothing else: code, quoted messages and attributes stay as they are.
"""

from __future__ import annotations

import re

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
# what is between tags; code, scripts and quoted texts with all that is in them
TAGS = re.compile(r"(<(?P<kept>pre|script|style|textarea|code|q|kbd)\b.*?</(?P=kept)>|<[^>]*>)", re.DOTALL)
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
BEFORE_WIDE = re.compile(r" (?=[:»](?:\W|$))")
BEFORE_NARROW = re.compile(r" (?=[;!?](?:\s|$))")
AFTER = re.compile(r"« ")


def typeset(page: str, lang: str) -> str:
    """A page of HTML with its texts set as its language wants them."""
    parts = TAGS.split(page)
    # three by three: a text, a tag or what is kept whole, the name of the latter
    return "".join(
        _set(part, lang) if number % 3 == 0 else part for number, part in enumerate(parts) if number % 3 != 2
    )


def _set(text: str, lang: str) -> str:
    # quotes and colons need no reference between tags
    for reference, sign in (("&#39;", "'"), ("&#x27;", "'"), ("&#34;", '"'), ("&quot;", '"'), ("&#58;", ":")):
        text = text.replace(reference, sign)
    text = APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text)
    if lang != "fr":
        return text
    text = AFTER.sub(f"«{NO_BREAK}", BEFORE_WIDE.sub(NO_BREAK, text))
    return BEFORE_NARROW.sub(NARROW, text)
