"""Electronic signatures of the bureau: keys, the certificates in force, and who keeps the seal."""
