"""The commands in the language of the user: which there are, their helps, what is wrong with how they are used."""
