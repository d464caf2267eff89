"""听证: requested, notified, held, recorded, reported."""
