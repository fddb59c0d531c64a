"""What is asked of terminology: to expand, look up, validate and translate (R4 terminology-service)."""
