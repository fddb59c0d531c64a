"""How long the pages of a site are and how steady: python benchmarks/page_lengths.py [SITE] [--lang en]

One line for each page type of the sample guide: screens on a laptop (1366 by 768) and on a phone (360 by 740), stops of
the Tab key, at which screen of the laptop examples and terminology begin, and how much the layout shifts while a page
loads (layout-shift of PerformanceObserver, the worse of both widths).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")

from needs import program  # noqa: E402
from sample_site import KINDS, LAPTOP, PHONE, served_folder  # noqa: E402

SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })
    .observe({ type: "layout-shift", buffered: true });
}"""
MEASURED = """() => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0;
  const at = (id) => {
    const found = document.getElementById(id);
    return found ? (found.getBoundingClientRect().top + scrollY) / innerHeight : null;
  };
  return {
    screens: document.documentElement.scrollHeight / innerHeight,
    stops: [...document.querySelectorAll(stops)].filter(seen).length,
    examples: at("examples"), terminology: at("terminology"), shifted: window.shifted,
  };
}"""
MORE = {"blood pressure": "mesures/pression-arterielle.html", "glucose": "mesures/glycemie.html"}


def measured(browser: Any, address: str, viewport: dict[str, int]) -> dict[str, Any]:
    """The figures of a page in a window of this size, when it has come to rest."""
    context = browser.new_context(viewport=viewport)
    context.add_init_script(f"({SHIFTS})()")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    shifted = page.evaluate("window.shifted")
    # a page that is opened again has its fonts at once: lengths are those that readers see
    page.reload(wait_until="networkidle")
    found: dict[str, Any] = page.evaluate(MEASURED)
    context.close()
    return {**found, "shifted": max(shifted, found["shifted"])}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    asked.add_argument("--lang", default="")
    given = asked.parse_args()
    print(f"{'':>18} {'laptop':>8} {'phone':>8} {'stops':>6} {'examples':>9} {'terminology':>12} {'shift':>6}")
    with served_folder(given.site) as address, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program("chromium", "chromium-browser", "google-chrome"))
        for kind, path in {**KINDS, **MORE}.items():
            url = f"{address}{given.lang}/{path}" if given.lang else address + path
            wide, narrow = (measured(browser, url, viewport) for viewport in (LAPTOP, PHONE))
            begins = [f"{wide[name]:.1f}" if wide[name] is not None else "" for name in ("examples", "terminology")]
            shift = max(wide["shifted"], narrow["shifted"])
            print(
                f"{kind:>18} {wide['screens']:8.1f} {narrow['screens']:8.1f} {wide['stops']:6} {begins[0]:>9} "
                f"{begins[1]:>12} {shift:6.3f}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
