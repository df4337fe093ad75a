"""The rules of nominations: who may be nominated until when, and what still lacks."""

from erasdu.journey.nominations.rules.nominees import Nominee, faults, is_open, lacking

__all__ = ["Nominee", "faults", "is_open", "lacking"]
