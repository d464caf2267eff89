"""For programs: the same acts and the same read models as the pages, as JSON."""
