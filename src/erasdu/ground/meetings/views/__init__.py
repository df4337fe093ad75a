"""Pages of meetings: of who organises them, and of who is invited."""
