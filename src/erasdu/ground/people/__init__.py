"""Persons, their accounts and sign-in, their privacy notices."""
