"""体检: each file looks at one side of an installation; `upkeep.doctor` asks them all."""
