"""FHIRPath."""
