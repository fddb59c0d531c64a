"""What comes in by any door: read row by row, checked by the same rules, received, and answered with a receipt."""
