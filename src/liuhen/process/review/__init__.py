"""法制审核: submission and opinion."""
