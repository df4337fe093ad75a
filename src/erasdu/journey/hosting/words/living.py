"""What a household has and cooks: codes that homes hold and that needs are compared with, and their words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

PETS: Words = {
    "dog": _("dog"),
    "cat": _("cat"),
    "rodent": _("rabbit, hamster or guinea pig"),
    "bird": _("bird"),
    "farm": _("farm animals or horse"),
    "other": _("other animal"),
}
DIETS: Words = {
    "vegetarian": _("vegetarian"),
    "vegan": _("vegan"),
    "halal": _("halal"),
    "no_pork": _("without pork"),
    "kosher": _("kosher"),
    "gluten_free": _("gluten-free"),
    "lactose_free": _("lactose-free"),
    "nut_free": _("without nuts"),
}
