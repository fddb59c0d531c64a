"""How the sample's review was made: the first edition from the sources as they would have stood, invented comments."""
