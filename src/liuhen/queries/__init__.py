"""Read models: every list and page asks here, and every question carries a scope."""
