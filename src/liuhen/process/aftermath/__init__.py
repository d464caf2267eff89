"""决定之后: review, suit, revocation, correction of a decision; the closed file stays as it is."""
