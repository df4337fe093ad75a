"""Messages to a selection of people, and phone notes."""
