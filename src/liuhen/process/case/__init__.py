"""What every phase shares: the case, the guard every act passes, numbers, papers and recordings."""
