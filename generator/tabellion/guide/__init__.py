"""What the Guide sheet says of a guide, and what an artifact of a guide is: its resource, its row, the cells it is from."""
