"""The rules of nominations: who may be nominated until when, and what still lacks."""

from erasdu.journey.nominations.rules.nominees import Nominee, faults, is_open, lacking
from erasdu.journey.nominations.rules.profiles import FIELDS, LANGUAGES, ORDER, following

__all__ = ["FIELDS", "LANGUAGES", "ORDER", "Nominee", "faults", "following", "is_open", "lacking"]
