"""Make the pictures of the documentation again from a built site: python docs/pictures.py [--site site]

Needs the test extra (playwright) and a Chromium on this machine.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGE = "mesures/poids.html"
# name: width, height, scheme, page
WANTED = {
    "measure-laptop": (1366, 768, "light", PAGE),
    "measure-phone": (360, 740, "light", PAGE),
    "measure-phone-dark": (360, 740, "dark", PAGE),
    "elements-laptop": (1366, 768, "light", f"{PAGE}?elements=own#elements"),
}
# heavier than this is too much for a repository
HEAVY = 150_000


def main() -> int:
    """Write each picture; 1 when one is too heavy, 2 when site or browser are missing."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--site", type=Path, default=ROOT / "site")
    site = arguments.parse_args().site.resolve()
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None or not (site / PAGE).is_file():
        print("no Chromium" if browser is None else f"no {PAGE} in {site}: build the guide first", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    heavy = 0
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=browser)
        for name, (width, height, scheme, page) in WANTED.items():
            context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            shown = context.new_page()
            shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            path, mark, rest = page.partition("?")
            shown.goto(f"{(site / path).as_uri()}{mark}{rest}")
            shown.evaluate("document.fonts.ready")
            shown.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
            context.close()
            size = (PICTURES / f"{name}.png").stat().st_size
            heavy += size > HEAVY
            print(f"{name}.png {width}x{height} {size // 1000} kB")
        chromium.close()
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
