"""What a module declares of the pages that it makes: `PAGES`, of artifacts of a kind or of the guide itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tabellion.artifacts.kinds import shown_kinds
from tabellion.diagnostics import Term
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.reading import Reading

NO_PATH = Term("", "")
# the entries of the menu after the home page
SECTIONS = ("start", "measures", "flows", "conformance", "review")


def no_files(artifact: Artifact, readings: Sequence[Reading]) -> Mapping[str, bytes]:
    """A kind whose artifacts have no files beyond JSON and XML."""
    return {}


def no_words(artifact: Artifact, reading: Reading) -> Iterable[str]:
    """A kind whose artifacts are found by their id, name, title and description alone."""
    return ()


@dataclass(frozen=True, slots=True)
class KindPage:
    """The page of each artifact of a kind, or of each of its rows where it has no artifacts.

    `page` makes the page object, a dataclass with a `frame`, for `template`. Where the pages stand and what they are
    called is said by the kind (`Kind.shown`). `files` are offered beside JSON and XML, by their path from the root of
    the site, in all languages at once; `words` are further words by which the search finds an artifact.
    """

    kind: str
    template: str
    page: Callable[[Any, Reading], Any]
    files: Callable[[Artifact, Sequence[Reading]], Mapping[str, bytes]] = no_files
    words: Callable[[Artifact, Reading], Iterable[str]] = no_words


@dataclass(frozen=True, slots=True)
class Contents:
    """What a page of the guide may speak of, in one language.

    `views` are the elements of each profile as its page shows them, `written` title and path of the pages that people
    wrote, in the order of the menu, `downloads` the files to download by name.
    """

    reading: Reading
    views: Sequence[tuple[Artifact, Sequence[ElementView]]] = ()
    written: Sequence[tuple[str, str]] = ()
    downloads: Mapping[str, bytes] = field(default_factory=dict)


def always(reading: Reading) -> bool:
    """A page that every guide has."""
    return True


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page that a guide has once, whatever it declares.

    `page` makes the page object for `template`; `label` is the key of what links to the page say. It stands at `path`,
    without `.html`; the list of a `kind` stands at the index of the folder of this instead. `section` is the entry of
    the menu that it belongs to (`SECTIONS`); `footer` is below every page, `""` is nowhere. `order` places it there:
    one with 0 heads its section, the others come after the pages that people wrote. `is_there` tells whether a guide
    has the page.
    """

    name: str
    label: str
    template: str
    page: Callable[[Contents], Any]
    path: Term = NO_PATH
    kind: str = ""
    section: str = ""
    order: int = 0
    is_there: Callable[[Reading], bool] = always

    @property
    def place(self) -> Term:
        """Where the page stands in each language, without `.html`."""
        if not self.kind:
            return self.path
        folder = shown_kinds()[self.kind].folder
        return Term(f"{folder.fr}/index", f"{folder.en}/index")
