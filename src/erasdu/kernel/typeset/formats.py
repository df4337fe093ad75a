"""Dates, times and numbers as papers print them: in Dutch and English, days in the languages beside them too."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from erasdu.kernel.periods import BRUSSELS, brussels_date

DAYS = {
    "nl": ["ma", "di", "wo", "do", "vr", "za", "zo"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    "pt": ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    "de": ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
}
MONTHS = {
    "nl": ["jan.", "feb.", "maart", "april", "mei", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "fr": ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    "pt": ["jan.", "fev.", "mar.", "abr.", "maio", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."],
    "de": ["Jan.", "Feb.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
}


def day_text(day: date, language: str) -> str:
    """`di 3 nov. 2026`, `Tue 3 Nov 2026`; a datetime by its day in Brussels."""
    if isinstance(day, datetime):
        day = brussels_date(day)
    return f"{DAYS[language][day.weekday()]} {day.day} {MONTHS[language][day.month - 1]} {day.year}"


def moment_text(moment: datetime, language: str) -> str:
    """`di 3 nov. 2026, 14.30 u.` (no break before the u), `Tue 3 Nov 2026, 14:30`, in Brussels time."""
    local = moment.astimezone(BRUSSELS)
    time = f"{local:%H.%M}\u00a0u." if language == "nl" else f"{local:%H:%M}"
    return f"{day_text(local, language)}, {time}"


def number_text(value: Fraction | int, language: str, *, places: int, trim: bool = False) -> str:
    """Rounded half up to `places` decimals, from the exact value; `trim` drops zeros at the end."""
    scaled = Decimal(round_half_up(Fraction(value) * 10**places)).scaleb(-places)
    text = f"{scaled:.{places}f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "nl" else text


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, halves away from zero."""
    whole = (abs(value) * 2 + 1) // 2
    return int(whole if value >= 0 else -whole)
