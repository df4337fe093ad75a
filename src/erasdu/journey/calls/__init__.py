"""Rounds with their deadlines, criteria and enrolments of schools."""
