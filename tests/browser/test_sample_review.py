"""The review of the sample as an outsider reads it: from a comment to its change and back, one link each way."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest

from sample_site import LANGS, SampleSite, target

CARD = re.compile(r'<section class="tb-comment-card" id="([^"]+)"(.*?)</section>', re.DOTALL)
FOLDER, LOG = "concertation", "ce-qui-change"


@pytest.mark.parametrize("lang", LANGS)
def test_from_a_comment_to_its_change_and_back(site: SampleSite, lang: str) -> None:
    comments = site.path(f"{FOLDER}/conc-2022-01-1.html", lang)
    changes = site.path(f"{FOLDER}/{LOG}.html", lang)
    log_text = changes.read_text(encoding="utf-8")
    cards = dict(CARD.findall(comments.read_text(encoding="utf-8")))
    led = {
        number: urldefrag(found[1]).fragment
        for number, card in cards.items()
        if (found := re.search(rf'href="([^"]*{LOG}\.html#[^"]+)"', card))
    }
    assert len(led) >= 7
    for number, line in led.items():
        (section,) = re.findall(
            rf'<section class="tb-change" id="{re.escape(line)}">(.*?)</section>', log_text, re.DOTALL
        )
        back = next(href for href in re.findall(r'href="([^"]+)"', section) if href.endswith(f"#{number}"))
        assert (comments.resolve(), number) == target(changes, back)
