"""What can become of a stored file. One that the antivirus could not look at yet is shown to nobody."""

from erasdu.kernel.lifecycle import Lifecycle, Step

STORED_FILE = Lifecycle(
    "stored file",
    "quarantine",
    ("quarantine", "clean", "infected"),
    (
        Step("clear", ("quarantine",), "clean"),
        Step("condemn", ("quarantine",), "infected"),
    ),
)
QUARANTINE, CLEAN = STORED_FILE.initial, STORED_FILE.target("clear")
