"""Acts that people do to the bureau. Each composes one body and may refuse; the guard writes it."""
