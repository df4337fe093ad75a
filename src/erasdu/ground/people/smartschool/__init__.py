"""Signing in with Smartschool, by OAuth 2: a provider of the sign-in library."""
