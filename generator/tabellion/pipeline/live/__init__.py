"""The site while it is worked on: built again when a source is saved, with errors shown in the page."""
