"""One part of the CV form at a time. Every field may stay empty in a draft; what is typed must be right."""

from erasdu.journey.candidacies.forms.parts.choices import asked_languages, language_name
from erasdu.journey.candidacies.forms.parts.fields import BUILDERS
from erasdu.journey.candidacies.forms.parts.form import PartForm, digest, stored_value

__all__ = ["BUILDERS", "PartForm", "asked_languages", "digest", "language_name", "stored_value"]
