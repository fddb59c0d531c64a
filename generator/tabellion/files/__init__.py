"""Files and folders that are replaced: whole as they were until they are whole as they shall be."""
