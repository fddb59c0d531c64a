"""The hall: read, check, make, write."""
