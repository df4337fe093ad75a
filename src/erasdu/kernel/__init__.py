"""Plain Python that any step may use: no Django, no database, no clock."""
