"""The points of an edition that comments may be about, and what becomes of them in later editions."""
