"""From rows to FHIR resources: a room for each kind of artifact, and what all kinds share.

A kind (`kind.Kind`) declares its sheets, checks its rows and makes its resources with a `Workspace`; what is finished
is an `Edition`. Kinds are found where they stand (`kinds`): none is listed.
"""
