"""What programs that know nothing of the guide look for at the root of a site: robots.txt, the feed of its editions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tabellion.publish.page_head import FEED
from tabellion.publish.pages.reading import Reading


def robots(readings: Sequence[Reading]) -> str:
    """Everything may be read; the site map is named where the site has an address (RFC 9309, sitemaps.org)."""
    site = readings[0].edition.info.site.rstrip("/")
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {site}/sitemap.xml"] if site else [])]
    return "\n".join(lines) + "\n"


def editions_feed(reading: Reading) -> str:
    """This edition as an entry of Atom (RFC 4287): whoever follows the address sees when another one is published."""
    info = reading.edition.info
    home = f"{info.site.rstrip('/')}/" if info.site else info.canonical
    day = f"{info.date.isoformat()}T00:00:00Z"
    title = reading.text(info.title).text
    edition = f"{title} {info.version} ({reading.say(f'status_{info.status}')})"
    summary = reading.text(info.description).text
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{reading.lang}">',
            f"<id>{escape(info.canonical)}</id>",
            f"<title>{escape(title)}</title>",
            f"<updated>{day}</updated>",
            f"<author><name>{escape(info.publisher or title)}</name></author>",
            f'<link rel="self" href="{escape(home + FEED)}"/>',
            f'<link rel="alternate" href="{escape(home)}"/>',
            "<entry>",
            f"<id>{escape(f'{info.canonical}|{info.version}')}</id>",
            f"<title>{escape(edition)}</title>",
            f"<updated>{day}</updated>",
            f'<link rel="alternate" href="{escape(home)}"/>',
            *([f"<summary>{escape(summary)}</summary>"] if summary else []),
            "</entry>",
            "</feed>",
            "",
        ]
    )
