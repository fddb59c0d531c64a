"""A project on disk, from end to end: its tables read, its guide checked and made, its examples validated, its output
written, or a new project begun."""
