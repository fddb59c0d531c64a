"""A new project: a small guide that checks clean and builds, for authors to change."""
