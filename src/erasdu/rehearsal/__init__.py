"""A call played beforehand on a made-up clock, in a database of its own: who gets what, and how much work it is."""
