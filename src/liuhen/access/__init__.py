"""调阅: the journal of who saw, played, exported or was denied what. It has a chain of its own."""
