"""What people and programs receive: `output/` with its manifest, the FHIR package, the pages, the site made of them.

A build writes all of it or nothing. Pages say what an edition holds and decide nothing: what a page shows is plain
data (`pages`), which templates turn into text and MkDocs into a site.
"""
