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
