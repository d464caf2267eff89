"""Discs of recordings: what is on each, the image of each, and where the images lie until they are burnt."""
