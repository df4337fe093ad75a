"""Meetings: who is invited, who comes, and who was there."""
