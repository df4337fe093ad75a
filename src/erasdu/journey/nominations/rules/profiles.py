"""The parts of a foreign learner's form, and what each needs."""

FIELDS: dict[str, tuple[str, ...]] = {
    "about": ("character", "answers.good_at"),
    "work": ("occupation", "answers.proud"),
    "tasks": ("tasks_can", "tasks_want"),
    "languages": ("languages",),
    "expectations": ("answers.learn_work", "texts_en.motivation"),
    "home": ("smokes", "pets", "shares_room"),
}
"""Names of `Profile`, as in `candidacies.rules.form`; what is not here may stay empty."""

ORDER = tuple(FIELDS)
LANGUAGES = ("en", "nl")
"""Those that hosts here ask of everybody: a level in every skill."""
OTHER_LANGUAGES = ("fr", "de", "es", "pt", "it")
"""What somebody may speak besides, and a host ask; nobody need say it."""


def following(part: str) -> str | None:
    """The part after this one."""
    place = ORDER.index(part) + 1
    return ORDER[place] if place < len(ORDER) else None
