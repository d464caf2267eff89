"""Who: organs, officers, roles, and the one function that says what a person may do to what."""
