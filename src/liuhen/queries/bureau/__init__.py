"""单位: what is in force in the bureau, section by section, and who set it, when and why."""
