"""Acts on the bureau itself: the organ, its officers and certificates, thresholds, packs and readings in force."""
