"""A keeper's spreadsheet of companies or families: what is looked at for a whole row."""

from collections.abc import Iterator, Mapping

from erasdu.ground.look.imports import Check
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.hosting import rules
from erasdu.journey.hosting.forms.cells import one_named
from erasdu.journey.hosting.forms.columns import learned
from erasdu.journey.hosting.forms.parts import usual_language
from erasdu.journey.hosting.queries.hosts import Known
from erasdu.journey.hosting.queries.towns import town_named
from erasdu.journey.hosting.words.content import tasks_for
from erasdu.kernel.sheets import Wrong
from erasdu.kernel.verdict import Verdict


def row_check(what: str, keeper: Organisation, known: Known) -> Check:
    """Who is in the network or in the table already; who can be reached; and which town is meant."""
    seen: dict[tuple[str, str], object] = {}

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        town = str(values.get("town") or "")
        place = town_named(town, keeper.country, str(values.get("postal_code") or ""))
        if place is not None:
            values["place"] = place
        if what == "companies":
            yield from _company(values, known)
            this = (str(values["name"]).casefold(), town.casefold())
        else:
            yield from _home(values, known)
            this = (
                f"{values['given_name']} {values['family_name']}".casefold(),
                str(values.get("email") or town).casefold(),
            )
        again = bool(values.get("occupation")) and seen.get(this) not in (None, "", values.get("occupation"))
        if this in seen and not again:  # another place of the same company is a row of its own
            yield "name" if what == "companies" else "family_name", Wrong("value_twice")
        seen[this] = values.get("occupation")
        code = str(values.get("postal_code") or "")
        values["language"] = values.get("language") or usual_language(keeper.country, code)

    return check


def _company(values: dict[str, object], known: Known) -> Iterator[tuple[str, Wrong]]:
    here = (str(values["name"]).casefold(), str(values.get("town") or "").casefold())
    if here in known.companies or values.get("enterprise_number") in known.numbers:
        yield "name", Wrong("company_known", name=str(values["name"]))
    reach = values.get("email") or values.get("phone")
    if reach and not values.get("given_name"):
        yield "given_name", Wrong("contact_name_lacks")
    if bool(values.get("risk_seen_by")) != bool(values.get("risk_seen_on")):
        yield "risk_seen_on" if values.get("risk_seen_by") else "risk_seen_by", Wrong("risk_half")
    yield from _place(values)


PLACE = (
    "periods", "tasks", "own_tasks", "outcomes", "tools", "needs", "days", "starts_at", "ends_at", "break_minutes",
    "hours_a_week",
)  # fmt: skip


def _place(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
    """Tasks and outcomes are those of the occupation; a place has at least one period."""
    occupation = str(values.get("occupation") or "")
    if not occupation:
        if any(values.get(name) for name in PLACE):
            yield "occupation", Wrong("place_without_occupation")
        return
    yield from _refused("periods", rules.check_offers(values.get("periods") or []))  # type: ignore[arg-type]
    for column, words in (("tasks", tasks_for(occupation)), ("outcomes", learned(occupation))):
        yield from _named(values, column, words)


def _named(values: dict[str, object], column: str, words: Mapping[str, object]) -> Iterator[tuple[str, Wrong]]:
    given = values.get(column)
    try:
        values[column] = [one_named(words, each) for each in given] if isinstance(given, list) else []
    except Wrong as wrong:
        yield column, wrong


def _refused(column: str, verdict: Verdict) -> Iterator[tuple[str, Wrong]]:
    if not verdict:
        yield column, Wrong(verdict.code, **dict(verdict.params))


def _home(values: dict[str, object], known: Known) -> Iterator[tuple[str, Wrong]]:
    if not (values.get("email") or values.get("phone")):
        yield "email", Wrong("contact_reach_lacks")
    yield from _refused("nights", rules.check_nights(values.get("nights") or []))  # type: ignore[arg-type]
    rooms = values.get("beds") or []
    yield from _refused("beds", rules.check_rooms([(name, beds) for name, beds, *_told in rooms]))  # type: ignore[attr-defined]
    least, most = values.get("min_age"), values.get("max_age")
    if isinstance(least, int) and isinstance(most, int) and most < least:
        yield "max_age", Wrong("ages_turned")
    who = (str(values["given_name"]).casefold(), str(values["family_name"]).casefold())
    if (*who, str(values.get("email") or "").casefold()) in known.homes:
        yield "family_name", Wrong("home_known")
