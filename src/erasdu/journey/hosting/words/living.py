"""What a household has and cooks, for who reads neither Dutch nor English too: the codes of `content`, as texts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

PETS: Words = {
    "dog": _("dog"),
    "cat": _("cat"),
    "rodent": _("rabbit, hamster or guinea pig"),
    "bird": _("bird"),
    "horse": _("horse"),
    "other": _("other animal"),
}
DIETS: Words = {
    "vegetarian": _("vegetarian"),
    "vegan": _("vegan"),
    "halal": _("halal"),
    "no_pork": _("without pork"),
    "kosher": _("kosher"),
    "gluten": _("gluten-free"),
    "lactose": _("lactose-free"),
    "nuts": _("without nuts"),
}

UNASKED = _("not asked yet")  # of what is yes or no: a third answer, not a no

# What a household is asked, by its contact point and on its own page alike.
TRANSPORT = _("Fastest way to the centre")
TRANSPORT_HELP = _("For example: tram 4, every 10 minutes, direct.")
INSURANCE = _("Insurance of the home and of the family")
INSURANCE_HELP = _("Fire and family liability: with which insurer.")
ELSEWHERE = _("Whom can we call who does not live with you?")
ELSEWHERE_HELP = _("For when nobody of the household answers. Tell them that you gave us their name.")
CHORES = _("What does a guest help with?")
CHORES_HELP = _("For example: clears the table, makes the own bed.")
