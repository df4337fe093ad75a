"""Letters for tests."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.ground.post.models import Letter
from tests.factories.organisations import PersonFactory

WRITTEN = datetime(2026, 11, 23, 8, 55, tzinfo=UTC)


class LetterFactory(DjangoModelFactory):
    """In the outbox and due; `sent`, `failed`, `bounced`, `confidential` say otherwise."""

    class Meta:
        model = Letter

    class Params:
        sent = factory.Trait(state="sent", done_at=WRITTEN, sent_at=WRITTEN)
        failed = factory.Trait(state="failed", failed_at=WRITTEN, tries=8, last_error="450")
        bounced = factory.Trait(state="bounced", done_at=WRITTEN, returned_at=WRITTEN, last_error="550 refused")

    person = factory.SubFactory(PersonFactory)
    once = factory.Sequence(lambda n: f"reason {n}")
    address = factory.SelfAttribute("person.email")
    language = "nl"
    template = "post/test"
    subject = factory.Sequence(lambda n: f"Nieuws {n}")
    text = "Dag,\n\nEr is nieuws.\n"
    created_at = WRITTEN
    due = WRITTEN
