"""Pages of getting ready: one stay, and the sessions of a call."""
