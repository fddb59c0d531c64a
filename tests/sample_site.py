"""The site of the sample guide as tests of pages read it: from disk, over HTTP below a sub-path, in a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import html

ROOT = Path(__file__).resolve().parents[1]
LANGS = ("fr", "en")
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}

# one page of each type, by what it is; paths below the root of a language
KINDS = {
    "home": "index.html",
    "narrative": "envoyer-un-poids.html",
    "measures": "mesures/index.html",
    "measure": "mesures/poids.html",
    "profile": "profils/mesures-device.html",
    "extension": "extensions/mesures-number-of-days.html",
    "value set": "jeux-de-valeurs/jdv-j150-method-bp.html",
    "code system": "systemes-de-codes/tre-r307-ncit.html",
    "example": "exemples/poids-exemple.html",
    "refused example": "exemples/poids-refuse-unite.html",
    "flows": "flux/index.html",
    "flow": "flux/alimentation.html",
    "errors": "erreurs/index.html",
    "conformance": "conformite/index.html",
    "capabilities": "capacites/mesures-serveur-alimentation.html",
    "search parameter": "recherches/mesures-observation-subject-identifier.html",
    "reading": "demarrer/mots-et-signes.html",
    "downloads": "telechargements.html",
    "quality": "qualite.html",
    "accessibility": "accessibilite.html",
    "site map": "plan.html",
}


@dataclass(frozen=True)
class SampleSite:
    """`root` is the project, `folder` its site, `address` where the site is served, ending in `/`."""

    root: Path
    folder: Path
    address: str

    def path(self, page: str, lang: str = "fr") -> Path:
        """The file of a page, named from the root of its language."""
        return self.folder / page if lang == "fr" else self.folder / lang / page

    def url(self, page: str, lang: str = "fr") -> str:
        """The page over HTTP."""
        return f"{self.address}{page if lang == 'fr' else f'{lang}/{page}'}"

    def pages(self) -> list[Path]:
        """Every page, the addresses that only lead on included."""
        return sorted(self.folder.rglob("*.html"))


BELOW = "/guides/sample"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder below a sub-path and says nothing."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(BELOW) if path.startswith(f"{BELOW}/") else "/outside-of-the-site"
        return super().translate_path(inside)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """The address, ending in `/`, at which a folder is served below a sub-path until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BELOW}/"
    server.shutdown()


@cache
def parsed(path: Path) -> Any:
    """The tree of a page."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


@cache
def anchors(path: Path) -> frozenset[str]:
    """What an address may name in a page after `#`."""
    return frozenset(parsed(path).xpath("//@id | //a/@name")) | {""}


def is_external(address: str) -> bool:
    """Whether an address leaves the site."""
    return bool(urlsplit(address).scheme or address.startswith("//"))


def target(page: Path, address: str) -> tuple[Path, str]:
    """The file and the anchor that a relative address on a page means on disk."""
    bare, anchor = urldefrag(address)
    path = unquote(bare.partition("?")[0])
    return ((page.parent / path).resolve() if path else page), unquote(anchor)


@contextmanager
def opened(browser: Any, address: str, *, viewport: dict[str, int] = LAPTOP, **options: Any) -> Iterator[Any]:
    """A page in a context of its own; `options` are those of the browser's context."""
    context = browser.new_context(viewport=viewport, **options)
    try:
        page = context.new_page()
        page.goto(address, wait_until="load")
        yield page
    finally:
        context.close()
