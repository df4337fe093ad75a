"""How Django itself writes and reads dates and numbers, per language."""
