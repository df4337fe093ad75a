"""Dutch as in Flanders."""
