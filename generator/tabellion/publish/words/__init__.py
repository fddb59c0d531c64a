"""The words of the interface, in every language that pages have. A word that lacks a language fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.diagnostics import Term
from tabellion.publish.words.about import ABOUT
from tabellion.publish.words.contents import CONTENTS
from tabellion.publish.words.frame import FRAME
from tabellion.publish.words.profile import PROFILE

WORDS: Mapping[str, Term] = {**FRAME, **PROFILE, **CONTENTS, **ABOUT}
