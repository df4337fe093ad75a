"""Papers of one learner, signed with a pen and scanned in one go: one seen by the school, one still to be seen."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from erasdu.demo.consortium import School
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.models import Envelope, Sheet
from erasdu.journey.candidacies.models import Candidacy

PEN = (40, 55, 130)
STROKE = ((0, 30), (18, 2), (26, 34), (44, 8), (60, 30), (78, 12), (96, 26), (128, 16))
TURN = 1.5  # degrees: nobody lays a sheet straight


def signed_on_paper(candidacy: Candidacy, school: School, at: datetime) -> None:
    """The learner's own papers came back as one scan; the first is looked at."""
    rows = Envelope.objects.filter(
        document__subject_kind="candidacies.candidacy", document__subject_pk=candidacy.pk, state="open",
        signers__role="learner",
    )  # fmt: skip
    papers = list(rows.select_related("document").order_by("pk")[:2])
    pages = [_page(envelope, number) for envelope in papers for number in range(1, envelope.pages + 1)]
    scan, moment = io.BytesIO(), at + timedelta(minutes=25)
    pages[0].save(scan, "PDF", save_all=True, append_images=pages[1:], resolution=110)
    with clock.standing_at(at):
        received = paperwork.receive([("scan.pdf", scan.getvalue())], by=school.actor, at=at)
        for sheet in Sheet.objects.filter(batch=received.batch, state="reading"):
            paperwork.read_job(Job.objects.get(once=f"paper-read:{sheet.key}"))
    first = papers[0]
    paperwork.see_signatures(first, {signer.pk: {} for signer in first.signers.all()}, by=school.actor, at=moment)


def _page(envelope: Envelope, number: int) -> Image.Image:
    """As an office scanner makes it, with a signature in the lower half."""
    picture = queries.page_picture(envelope, number)
    assert picture is not None, "a page of the paper"
    with Image.open(io.BytesIO(picture)) as printed:
        sheet = printed.convert("RGB")
    left, top = sheet.width * 0.16, sheet.height * 0.72
    ImageDraw.Draw(sheet).line([(left + x, top + y) for x, y in STROKE], fill=PEN, width=3, joint="curve")
    return sheet.rotate(TURN, resample=Image.Resampling.BILINEAR, fillcolor="white")
