"""What the Guide sheet says, and what an artifact of a guide is: its resource, its row, the cells it is made from."""
