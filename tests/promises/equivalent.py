"""Wrong versions of the verifier that answer as the right one does, whatever the package; each with the reason."""

EQUIVALENT: dict[str, str] = {}
