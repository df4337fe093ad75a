"""An invented consortium, made by the same actions as users' work."""
