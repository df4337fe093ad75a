"""Days, times and amounts as they are written in the reader's language."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erasdu.kernel.periods import BRUSSELS, brussels_date

DAYS = {
    "nl": ["ma", "di", "wo", "do", "vr", "za", "zo"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "de": ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    "pt": ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
}
MONTHS = {
    "nl": ["jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "de": ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    "pt": ["jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."],
}
HARD_SPACE = "\u00a0"


def _language() -> str:
    language = (get_language() or "nl")[:2]
    return language if language in DAYS else "nl"


def as_day(value: date | datetime) -> date:
    """The day itself, or the day in Brussels of an aware moment."""
    return brussels_date(value) if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """ "di 3 nov. 2026" or "Tue 3 Nov 2026"."""
    return f"{day_short(value)} {as_day(value).year}"


def day_short(value: date | datetime) -> str:
    """ "di 3 nov." or "Tue 3 Nov"."""
    on, language = as_day(value), _language()
    return f"{DAYS[language][on.weekday()]} {on.day} {MONTHS[language][on.month - 1]}"


def clock(value: datetime) -> str:
    """ "14.32" or "14:32", in Brussels."""
    return value.astimezone(BRUSSELS).strftime("%H.%M" if _language() == "nl" else "%H:%M")


def moment(value: datetime) -> str:
    """ "di 3 nov. 2026, 14.30 u." or "Tue 3 Nov 2026, 14:30"."""
    return f"{day(value)}, {clock(value)}{_unit()}"


def hours(start: datetime, end: datetime) -> str:
    """ "di 3 nov. 2026, 19.30–21.00 u." or "Tue 3 Nov 2026, 19:30–21:00"; on two days both in full."""
    if as_day(start) != as_day(end):
        return f"{moment(start)} – {moment(end)}"
    return f"{day(start)}, {clock(start)}–{clock(end)}{_unit()}"


def _unit() -> str:
    return " u." if _language() == "nl" else ""


def money(amount: Decimal | int) -> str:
    """ "€ 1.234,50" or "€1,234.50", always with two decimals."""
    sign, figures = "-" if amount < 0 else "", f"{abs(Decimal(amount)):,.2f}"
    if _language() == "en":
        return f"{sign}€{figures}"
    return f"€{HARD_SPACE}{sign}{figures.translate(str.maketrans(',.', '.,'))}"


def days_left(days: int) -> str:
    """ "3 days left", "today", "3 days ago"."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
