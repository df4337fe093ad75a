"""A thousand approvals from sending to the sealed copy: python benchmarks/approvals.py [approvals].

Builds a throwaway SQLite database, sends an approval of a training company for each learner, signs it as its signer,
and draws, seals and registers the final copy, in this one process. Prints the pace and the memory every ten
seconds, then what a second of each step amounts to. Fails when it takes over 6 minutes for a thousand, or when the
process holds over 40 MB more at the end than after the first tenth.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KIND = "candidacies.company_approval"
SECONDS_FOR_THOUSAND, GROWTH_MB, EVERY = 360, 40, 10
STEPS = ("sent", "signed", "sealed")


def main(approvals: int = 1000) -> int:
    """Exit code 0 when it is done in time and the memory stays flat."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        from erasdu.kernel.seal import keys

        call_command("migrate", verbosity=0)
        keys.make(settings.SEAL_FOLDER, organisation="Voorbeeld vzw", at=AT, development=True)
        return report(approvals)


def report(approvals: int) -> int:
    from tests.factories.candidacies import CandidacyFactory

    candidacy = CandidacyFactory(applied=True)
    taken, memory = dict.fromkeys(STEPS, 0.0), [resident()]
    start = told = time.perf_counter()
    begun = time.process_time()
    for number in range(approvals):
        for step, seconds in zip(STEPS, one(candidacy, number), strict=True):
            taken[step] += seconds
        if number % max(1, approvals // 100) == 0:
            memory.append(resident())
        if time.perf_counter() - told > EVERY:
            told = time.perf_counter()
            print(f"  {number + 1:5} after {told - start:4.0f} s, {(number + 1) / (told - start):.1f} a second,"
                  f" {memory[-1]:.0f} MB", flush=True)  # fmt: skip
    whole, worked = time.perf_counter() - start, time.process_time() - begun
    growth = memory[-1] - memory[max(1, len(memory) // 10)]
    print(
        f"{approvals} approvals in {whole:.0f} s; a thousand in {1000 * whole / approvals:.0f} s, "
        f"of which the processors worked {1000 * worked / approvals:.0f} s"
    )
    print("  " + ", ".join(f"{step} {1000 * each / approvals:.0f} ms" for step, each in taken.items()))
    print(f"  sealing took {taken['sealed'] / taken['sent']:.1f} times as long as sending; memory {growth:+.0f} MB")
    return 0 if 1000 * whole / approvals <= SECONDS_FOR_THOUSAND and growth <= GROWTH_MB else 1


def one(candidacy, number: int) -> tuple[float, float, float]:
    """Seconds of each step."""
    from erasdu.ground.paperwork import actions, papers
    from erasdu.ground.paperwork.actions import Party, Reads, Visit
    from erasdu.ground.paperwork.models import Signer
    from erasdu.kernel.actor import SYSTEM, Actor
    from tests.factories.organisations import PersonFactory

    person = PersonFactory(email=f"bedrijf{number}@example.org")
    facts = {**papers.specimen_facts(KIND, "nl"), "learner": f"Leerling {number}"}
    begun = time.perf_counter()
    envelope = actions.issue(
        KIND, candidacy, parties=[Party("company", person, attested_how="contract")], variant=f"company-{number}",
        readers=[Reads("school", organisation=candidacy.school)], facts=facts, about="Yasmine", by=SYSTEM, at=AT,
    )  # fmt: skip
    sent = time.perf_counter()
    signer = Signer.objects.select_related("link", "person", "envelope__document").get(envelope=envelope)
    actions.sign(
        signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={"answer": "yes"}, visit=Visit(),
        by=Actor(signer.person_id, "holder", via="link", link=signer.link_id), at=AT,
    )  # fmt: skip
    signed = time.perf_counter()
    envelope.refresh_from_db()
    actions.complete(envelope, at=AT)
    return sent - begun, signed - sent, time.perf_counter() - signed


def resident() -> float:
    """Megabytes that this process holds now."""
    import resource

    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * resource.getpagesize() / 1024 / 1024


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
