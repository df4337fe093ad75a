"""Django's own database with one difference: what makes the same statement again and again is found out once."""
