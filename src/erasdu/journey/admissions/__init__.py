"""Candidate files handed in, seats, places granted."""
