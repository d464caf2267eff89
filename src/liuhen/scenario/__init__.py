"""剧本: a course of acts told in plain YAML, played through the guard or over the API, and held against the law."""
