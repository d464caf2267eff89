"""受案、立案: from the clue to the opened case."""
