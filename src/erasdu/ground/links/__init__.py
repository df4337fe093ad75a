"""Personal links: acting without an account."""
