"""The same calendars as a program in JavaScript reads them: one run for all of them."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from erasdu.kernel.icalendar import Entry, calendar, enclosed
from erasdu.kernel.periods import BRUSSELS

SCRIPT = Path(__file__).parent / "read_calendars.cjs"
ROOT = SCRIPT.parents[2]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
STRANGE = 'Info; "avond", met \\ en : en\nregels, Zoë 👋 ' + "lang " * 40
NIGHTS = [
    at.astimezone(UTC)
    for at in (
        datetime(2026, 3, 28, 23, 30, tzinfo=BRUSSELS),
        datetime(2026, 3, 29, 3, 30, tzinfo=BRUSSELS),
        datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=BRUSSELS),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BRUSSELS),
    )
]
# Over both changes of the clock, the end of a year, and 29 February.
RANGES = [(date(2026, 3, 28), date(2026, 3, 30)), (date(2026, 10, 24), date(2026, 10, 26)),
          (date(2026, 12, 30), date(2027, 1, 2)), (date(2028, 2, 28), date(2028, 2, 29)), (date(2027, 3, 7),) * 2]  # fmt: skip
MEETING = Entry("meeting-a@x", STRANGE.strip(), AT, AT + HOUR, place="Kerkstraat 1, Mechelen")
MOVED = Entry("meeting-a@x", "Infoavond", AT + HOUR, AT + 2 * HOUR, sequence=1)
GONE = Entry("meeting-a@x", "Infoavond", AT + HOUR, AT + 2 * HOUR, sequence=2, cancelled=True)


@pytest.fixture(scope="module")
def read() -> list[Any]:
    """Nights, ranges, updates, and the files of three mails."""
    organiser = 'Scholen "De Brug"; Zuid, groep: één'
    texts = [
        calendar("ErasDu", [Entry(f"n{n}@x", "Nacht", at, at + HOUR) for n, at in enumerate(NIGHTS)], at=AT),
        calendar("ErasDu", [Entry(f"r{n}@x", "Reis", *days) for n, days in enumerate(RANGES)], at=AT),
        *(calendar("ErasDu", [entry], at=AT) for entry in (MEETING, MOVED, GONE)),
        *(
            enclosed(entry, organiser=organiser, address="post@erasdu.example", at=AT)[1]
            for entry in (MEETING, MOVED, GONE)
        ),
    ]
    done = subprocess.run(
        ["node", str(SCRIPT)], input=json.dumps(texts), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_an_hour_in_a_night_in_which_the_clock_changes_is_an_hour(read: list[Any]) -> None:
    found = [(event["start"], event["end"]) for event in read[0]["events"]]
    assert found == [(utc(at), utc(at + HOUR)) for at in NIGHTS]


def test_whole_days_end_on_the_first_that_is_free(read: list[Any]) -> None:
    found = [(event["whole"], event["start"], event["end"]) for event in read[1]["events"]]
    assert found == [(True, str(first), str(last + timedelta(days=1))) for first, last in RANGES]


def test_an_update_and_a_cancellation_replace_what_there_was(read: list[Any]) -> None:
    for first, second, third in (read[2:5], read[5:8]):
        events = [each["events"][0] for each in (first, second, third)]
        assert {event["uid"] for event in events} == {"meeting-a@x"}
        assert [event["sequence"] for event in events] == [0, 1, 2]
        assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert events[1]["start"] == utc(AT + HOUR)
        assert not any(event["recurring"] for event in events), "a meeting stands alone: moments of one are rows"
    assert [each["method"] for each in read] == ["PUBLISH"] * 7 + ["CANCEL"]


def test_strange_texts_come_back_as_they_were(read: list[Any]) -> None:
    for each in (read[2], read[5]):
        assert each["events"][0]["title"] == MEETING.title
        assert each["events"][0]["place"] == "Kerkstraat 1, Mechelen"
    assert read[5]["events"][0]["organiser"] == ["Scholen 'De Brug'; Zuid, groep: één", "mailto:post@erasdu.example"]
