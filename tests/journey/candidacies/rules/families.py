"""Five hundred honest families, invented, to see how often a rule suspects them.

How often something occurs is an estimate, on the high side: one family in 100 in which the child reads the
parents' mailbox, one in 100 with a shared telephone, one in 7 with brothers or sisters who apply too, one in 40 whose
half-sibling bears another name, one in 100 with the same name as a parent, one in 100 with a forwarding address.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from erasdu.journey.candidacies.rules.trust import Contact, Other
from erasdu.kernel.addresses import mail_key, phone_key

NAMES = """
Marie An Els Fatima Zeynep Agnieszka Ilse Karin Tom Bart Jan Mehmet Piotr Youssef Wim Luc Sofie
Lena Noor Bram Milan Jade Ali Yasmin Emma Louis Finn Zoë Kaja Arda Lotte Senne Imane Stan Robbe Nina Mohamed
Peeters Janssens Maes Jacobs Mertens Willems Claes Aydin Yilmaz Kowalska Nowak El-Amrani Benali De-Smet Vos
"""
GIVEN, YOUNG, FAMILY = (line.split() for line in NAMES.strip().splitlines())
SERVICES = ("gmail.example", "outlook.example", "telenet.example", "post.example", "skyline.example", "yahoo.example")
WORK = ("bakkerij-noord.example", "bouw.example", "stad.example", "ziekenhuis.example", "school.example")
PUPIL_DOMAINS = ("leerling.school.example",)


@dataclass
class Household:
    learner: Contact
    guardians: list[Contact]


@dataclass
class Village:
    """Draws families; no two people get the same address or number by chance."""

    dice: Random
    taken: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: count(470_100_000))

    def happens(self, one_in: float) -> bool:
        return self.dice.random() < 1 / one_in

    def number(self) -> str:
        return f"+32{next(self.numbers)}"

    def free(self, local: str, domain: str) -> str:
        mail = next(
            mail
            for extra in ("", *map(str, range(2, 999)))
            if mail_key(mail := f"{local}{extra}@{domain}") not in self.taken
        )
        self.taken.add(mail_key(mail))
        return mail

    def mail_of(self, given: str, family: str) -> str:
        first, last = given.lower(), family.lower().replace("-", "")
        style = self.dice.choices(("name", "initials", "nickname", "work"), (50, 20, 20, 10))[0]
        if style == "work":
            return self.free(f"{first}.{last}", self.dice.choice(WORK))
        local = {
            "name": f"{first}{self.dice.choice(['.', '', '_'])}{last}{self.dice.choice(['', '', self.dice.randint(60, 99)])}",
            "initials": f"{first[0]}{last}{self.dice.choice(['', self.dice.randint(1, 99)])}",
            "nickname": f"{self.dice.choice(['zus', 'bolleke', 'tuin', 'voetbal', 'de'])}{first}{self.dice.randint(1, 999)}",
        }[style]
        return self.free(local, self.dice.choice(SERVICES))

    def pupil_mail(self, given: str, family: str) -> str:
        if self.happens(5):
            return self.free(f"{given}.{family}".lower(), PUPIL_DOMAINS[0])
        return self.mail_of(given, family)

    def household(self, family: str = "") -> Household:
        home = f"{self.dice.choice(['Kerkstraat', 'Molenweg', 'Dorp'])} {self.dice.randint(1, 900)}, {self.dice.randint(1000, 9999)}"
        family = family or self.dice.choice(FAMILY)
        guardians = [self._guardian(family, home)]
        if not self.happens(6):
            guardians.append(
                self._guardian(self.dice.choice(FAMILY), home if not self.happens(4) else "Elders 1, 8000")
            )
            if self.happens(15):  # parents with one mailbox
                shared = self.free(f"fam.{family.lower()}", self.dice.choice(SERVICES))
                guardians = [replace(one, mail=shared) for one in guardians]
        return Household(self._learner(family, home, guardians), guardians)

    def _guardian(self, family: str, home: str) -> Contact:
        given = self.dice.choice(GIVEN)
        mail = (
            self.free(f"{given.lower()}x{self.dice.randint(10, 99)}", "duck.com")
            if self.happens(200)
            else self.mail_of(given, family)
        )
        return Contact(given, family, mail, self.number(), home)

    def _learner(self, family: str, home: str, guardians: list[Contact]) -> Contact:
        given = guardians[0].given_name if self.happens(100) else self.dice.choice(YOUNG)
        mail = guardians[0].mail if self.happens(100) else self.pupil_mail(given, family)
        return Contact(given, family, mail, guardians[0].phone if self.happens(100) else self.number(), home)

    def sibling(self, of: Household) -> Household:
        """Applies as well; a half-sibling has another name and the same home."""
        family = self.dice.choice(FAMILY) if self.happens(6) else of.learner.family_name
        return Household(self._learner(family, of.learner.home, of.guardians), of.guardians)


def households(number: int, seed: int) -> list[Household]:
    village = Village(Random(seed))
    found: list[Household] = []
    while len(found) < number:
        found.append(village.household())
        if village.happens(7):
            found.append(village.sibling(found[-1]))
    return found[:number]


def contacts(everybody: list[Household]) -> dict[str, list[tuple[int, Other]]]:
    """By key of address or telephone: whose it is, with the place of the household, as a database would find it."""
    found: dict[str, list[tuple[int, Other]]] = defaultdict(list)
    for place, each in enumerate(everybody):
        people = [(each.learner, "learner"), *((guardian, "guardian") for guardian in each.guardians)]
        for contact, whose in people:
            for key in {mail_key(contact.mail), phone_key(contact.phone)} - {""}:
                found[key].append((place, Other(contact, whose, each.learner.family_name)))  # type: ignore[arg-type]
    return found
