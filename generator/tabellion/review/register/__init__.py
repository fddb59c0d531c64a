"""The folder of a review: read, changed all or nothing, and what becomes of a comment that comes in."""
