"""音像库: recordings that came before anybody said of which case they are, and the devices they came from."""
