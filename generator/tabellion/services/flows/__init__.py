"""The flows of a guide: a reference server that answers as its tables say, a client that plays them on any server."""
