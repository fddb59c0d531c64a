"""FHIRPath (N1, 2.0) with the functions of FHIR: parsed once, checked against the definitions, compiled to closures.

`parser` makes the tree of `syntax`, `checks` tells what in it cannot be right, `compiler` makes what evaluates it over
plain JSON, `engine` puts them together for one version of FHIR. Nothing here is global: engines of different versions
do not know of each other.
"""
