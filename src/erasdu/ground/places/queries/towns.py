"""Finding towns by what people call them."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Case, Q, QuerySet, When

from erasdu.ground.places import rules, words
from erasdu.ground.places.models import Gazetteer, Name, Town


def count() -> int:
    return Town.objects.count()


def edition() -> str:
    """Of which edition of the gazetteer the towns are; "" before any was loaded."""
    return Gazetteer.objects.values_list("edition", flat=True).first() or ""


def town(pk: int) -> Town | None:
    return Town.objects.filter(pk=pk).first()


def name_of(town: Town, language: str) -> str:
    """Its name in this language, or what who lives there says."""
    other = {"nl": town.name_nl, "en": town.name_en}.get(language[:2], "")
    return other or town.name


def find(text: str, country: str = "", limit: int = 8) -> list[Town]:
    """Towns with a name that begins with this, in any language that we know, and then those with a word that does.

    Who is called exactly so comes first, then by their own names, then by size.
    """
    if len(rules.fold(text)) < rules.SHORTEST:
        return []
    spellings = rules.spellings(text)
    begins, inside = _any_of("folded__startswith", spellings), _any_of("folded__contains", [f" {s}" for s in spellings])
    if len(spellings[0]) < rules.FOREIGN_FROM:
        begins &= Q(own=True)
    first = _search(spellings, begins, country, limit)
    if len(first) == limit:
        return first
    return list(dict.fromkeys([*first, *_search(spellings, inside & Q(own=True), country, limit)]))[:limit]


def _search(spellings: list[str], condition: Q, country: str, limit: int) -> list[Town]:
    exactly = Case(When(folded__in=spellings, then=0), default=1)
    names = _names(country).filter(condition).select_related("town")
    found = names.order_by(exactly, "-own", "-town__population", "town_id")[
        : limit * 4
    ]  # a town has several such names
    return list(dict.fromkeys(each.town for each in found))[:limit]


def _any_of(lookup: str, values: list[str]) -> Q:
    return Q(*((lookup, each) for each in values), _connector=Q.OR)


def namesakes(name: str, country: str = "", postal: str = "") -> list[Town]:
    """The one town that is meant by this name, or all that could be; none when nothing is called so.

    One is meant when a Belgian postal code says where, or when it is ten times as large as each other one.
    """
    found = _names(country).filter(folded__in=rules.spellings(name)).select_related("town")
    candidates = [rules.Namesake(each.town_id, each.own, each.town.position, each.town.population) for each in found]
    towns = {each.town_id: each.town for each in found}
    return [towns[pk] for pk in rules.meant(candidates, rules.postal_middle(country, postal))]


def by_name(name: str, country: str = "", postal: str = "") -> Town | None:
    """The town of this name, for imports; None when nothing is called so, or too many are."""
    found = namesakes(name, country, postal)
    return found[0] if len(found) == 1 else None


def alike(text: str, country: str = "", limit: int = 6) -> list[Town]:
    """Towns whose name looks like what was typed, for who made a mistake in it: it begins alike."""
    folded = rules.fold(text)
    begins = Q(folded__startswith=folded[:2], own=True)
    known = dict(_names(country).filter(begins).order_by("town__population").values_list("folded", "town"))
    close = [known[each] for each in get_close_matches(folded, known, limit, rules.ALIKE)]
    towns = Town.objects.in_bulk(close)
    return [towns[pk] for pk in dict.fromkeys(close)]


def read(text: str, country: str = "", language: str = "nl") -> list[Town]:
    """What somebody typed or chose from the list: a name, or a name with what tells it from others (see `labels`)."""
    if found := namesakes(text, country):
        return found
    every = list(_called(_bare(text, country), country))
    labelled = labels(every, country, language)
    found = [each for each in every if rules.fold(labelled[each.pk]) == rules.fold(text)]
    return found[:1]  # two of one label are the same to everybody: the larger one


def labels(towns: Iterable[Town], country: str = "", language: str = "nl") -> dict[int, str]:
    """How to write each of them so that it is told from all others: "Beveren (near Roeselare)", "Porto, Portugal".

    With a `country` all are of it, and it is not said.
    """
    named = {each: name_of(each, language) for each in towns}
    rivals = _rivals(named.values())
    found = {}
    for each, name in named.items():
        label = name
        if larger := _larger_near(each, rivals.get((each.country, rules.fold(name)), [each])):
            label = words.near(name, name_of(larger, language), language)
        found[each.pk] = label if country else words.in_country(label, each.country, language)
    return found


def _bare(text: str, country: str) -> str:
    """A label without what tells it from others."""
    name = text if country else text.rpartition(", ")[0] or text
    return name.rpartition(" (")[0] or name


def _called(name: str, country: str) -> QuerySet[Town]:
    named = _names(country).filter(folded__in=rules.spellings(name)).values("town")
    return Town.objects.filter(pk__in=named).order_by("-population", "pk")


def _rivals(names: Iterable[str]) -> dict[tuple[str, str], list[Town]]:
    """By country and folded name all towns that have it as an own name, the largest first."""
    found: dict[tuple[str, str], list[Town]] = {}
    own = Name.objects.filter(own=True, folded__in={rules.fold(name) for name in names}).select_related("town")
    for each in own.order_by("-town__population", "town_id"):
        found.setdefault((each.country, each.folded), []).append(each.town)
    return found


def _larger_near(town: Town, rivals: list[Town]) -> Town | None:
    """The town by which it is told from its rivals; None when its bare name says enough."""
    if len(rivals) < 2 or (town == rivals[0] and rules.stands_out([each.population for each in rivals])):
        return None
    for degrees in rules.NEAR_DEGREES:
        around = Town.objects.filter(
            country=town.country,
            latitude__range=(town.latitude - degrees, town.latitude + degrees),
            longitude__range=(town.longitude - 2 * degrees, town.longitude + 2 * degrees),
        )
        if found := around.exclude(pk__in=[each.pk for each in rivals]).order_by("-population", "pk").first():
            return found
    return None


def _names(country: str) -> QuerySet[Name]:
    return Name.objects.filter(country=country) if country else Name.objects.all()
