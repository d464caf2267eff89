"""调查取证: inspection, interviews, recordings, the notice of rights, the concluding report."""
