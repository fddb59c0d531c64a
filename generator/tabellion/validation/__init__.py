"""Resources held to what FHIR and profiles ask of them (R4 validation.html): structure, cardinality, values, bindings,
slices, references, profiles, invariants.

`Validator` validates one resource, `runs` many texts in one process or several. A `ResourceWalk` goes down through a
resource and calls the `checks`; what a check asks is in `state` (the walk) and `definitions` (types and profiles made
ready). Every fault is a `Finding` with its place in the resource as a FHIRPath expression.
"""
