"""规程: read as rules beside the article, compared, tried on a case, counted on the calendar."""
