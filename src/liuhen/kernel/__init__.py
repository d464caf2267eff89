"""Ground floor: canonical bytes, digests, clock, money and errors. Knows no Django and no law."""
