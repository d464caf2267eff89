"""办案: the acts of a case. Six phases that do not know each other, over `case`."""
