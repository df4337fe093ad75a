"""Whose departure is on hold: somebody took a consent back, objects, or says that a signature is not theirs."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from erasdu.ground.paperwork.models import Document, Envelope
from erasdu.journey.candidacies.models import Candidacy, Remark
from erasdu.journey.candidacies.queries.asking import dossiers


def held_up(rows: QuerySet[Candidacy], at: datetime) -> list[Candidacy]:
    """Those on hold; only where somebody said something all is looked at, so that a whole call costs little."""
    about = {"subject_kind": Candidacy._meta.label_lower, "subject_pk": OuterRef("pk")}
    declined = Envelope.objects.filter(document=OuterRef("pk"), state="declined")
    stopped = Document.objects.filter(Q(frozen_at__isnull=False) | Exists(declined), **about)
    objects = Remark.objects.filter(candidacy=OuterRef("pk"))
    chosen = list(rows.filter(Exists(stopped) | Exists(objects)).select_related("learner").order_by("pk"))
    found = dossiers(chosen, at) if chosen else {}
    return [row for row in chosen if found[row.pk].held_up]
