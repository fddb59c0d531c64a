"""Drawings as SVG text, in the colours of the page, made by Python alone; each has a title and a description."""
