"""Forty ways in which a minor may try to sign as their own parent; each with what stops it.

The learner is Lena Zeewolk; her mother Marie is at marie.zeewolk@telenet.example and 0470 00 00 11.
`stopped_by` is a code of `trust`: of the contact, or of how the signature came about. "consent_not_attested" means that
only the school stops it, by not vouching for that contact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from erasdu.journey.candidacies.rules.trust import Contact, Other

HOME = "Kerkstraat 5, 9000"
LENA = Contact("Lena", "Zeewolk", "lena.zeewolk@gmail.com", "+32470000001", HOME)
LENA_TELENET = Contact("Lena", "Zeewolk", "lena.zeewolk@telenet.example", "+32470000001", HOME)
TIM = Contact("Tim", "Dermont", "tim.dermont@post.example", "+32470000001", HOME)
MOTHER = Contact("Marie", "Claes", "marie.claes@telenet.example", "+32470000011", HOME)
PUPIL_DOMAINS = ("leerling.school.example",)

FRIEND = Contact("Noor", "Aydin", "noor.aydin@post.example", "+32470000021", "Molenweg 2, 9040")
FRIENDS_FATHER = Contact("Emre", "Aydin", "emre.aydin@bouw.example", "+32470000022", "Molenweg 2, 9040")
BROTHER = Contact("Bram", "Zeewolk", "bram.zeewolk@post.example", "+32470000031", HOME)
OTHERS = (
    Other(FRIEND, "learner", "Aydin"),
    Other(FRIENDS_FATHER, "guardian", "Aydin"),
    Other(BROTHER, "learner", "Zeewolk"),
    Other(MOTHER, "guardian", "Zeewolk"),  # of Bram
)


@dataclass(frozen=True)
class Trick:
    """`contact`: what she gives as her mother's. `signature`: what is special about how it was signed."""

    name: str
    stopped_by: str
    contact: Contact = MOTHER
    learner: Contact = LENA
    channel: str = "text_message"
    signature: Mapping[str, object] = field(default_factory=dict)


def as_mother(mail: str = "", phone: str = "+32470000099") -> Contact:
    """Her mother's name with an address of her own, and a prepaid card."""
    return Contact("Marie", "Claes", mail, phone, HOME)


TRICKS = (
    # her own mailbox, spelt in another way
    Trick("own address", "mail_of_learner", as_mother("lena.zeewolk@gmail.com")),
    Trick("capitals", "mail_of_learner", as_mother("LENA.Zeewolk@Gmail.com")),
    Trick("other dots", "mail_of_learner", as_mother("le.na.zeewolk@gmail.com")),
    Trick("+tag", "mail_of_learner", as_mother("lena.zeewolk+mama@gmail.com")),
    Trick("the other domain of the service", "mail_of_learner", as_mother("lenazeewolk@googlemail.com")),
    Trick("wide letters", "mail_of_learner", as_mother("ｌｅｎａ.zeewolk@gmail.com")),
    Trick("Cyrillic letter", "mail_of_learner", as_mother("lenа.zeewolk@gmail.com")),
    Trick("Greek letter", "mail_of_learner", as_mother("lena.zεewolk@gmail.com")),
    Trick("Cyrillic domain", "mail_of_learner", as_mother("lena.zeewolk@gmаil.com")),
    Trick("the same domain in punycode", "mail_of_learner", as_mother("lena.zeewolk@xn--gmil-63d.com")),
    Trick("tag with a dash", "mail_of_learner", as_mother("lenazw-mama@yahoo.com"), Contact("Lena", "P", "lenazw@yahoo.com")),
    Trick("a second domain", "mail_of_learner", as_mother("lenazw@mac.com"), Contact("Lena", "P", "lenazw@icloud.com")),
    # an address of her own that looks like hers
    Trick("swapped letters in the domain", "mail_alike_learner", as_mother("lena.zeewolk@gmial.com")),
    Trick("a letter less in the domain", "mail_alike_learner", as_mother("lena.zeewolk@gmail.co")),
    Trick("a 1 for an l", "mail_alike_learner", as_mother("lena.zeewolk@te1enet.example"), LENA_TELENET),
    Trick("rn for m", "mail_alike_learner", as_mother("tim.derrnont@post.example"), TIM),
    Trick("one more digit", "mail_alike_learner", as_mother("lena.zeewolk2@telenet.example"), LENA_TELENET),
    Trick("another separator", "mail_alike_learner", as_mother("lena_zeewolk@telenet.example"), LENA_TELENET),
    Trick("the same name elsewhere", "mail_alike_learner", as_mother("lenazeewolk@outlook.example")),
    Trick("her names the other way round", "mail_names_learner", as_mother("zeewolk.lena.09@outlook.example")),
    Trick("her school mailbox", "mail_of_pupils", as_mother("s12345@leerling.school.example")),
    # throwaway
    Trick("throwaway address", "mail_disposable", as_mother("marie.claes@mailinator.com")),
    Trick("throwaway under another name", "mail_disposable", as_mother("marie.claes@post.yopmail.com")),
    Trick("forwarding address", "mail_disposable", as_mother("marie.claes@duck.com")),
    # her own telephone
    Trick("own telephone", "phone_of_learner", as_mother("mc1975@post.example", "0470 00 00 01")),
    Trick("own telephone from abroad", "phone_of_learner", as_mother("mc1975@post.example", "0032 (0)470/00.00.01")),
    # other people's
    Trick("friend's mail", "contact_of_other_learner", as_mother("noor.aydin+marie@post.example")),
    Trick("friend's telephone", "contact_of_other_learner", as_mother("mc1975@post.example", "0470 00 00 21")),
    Trick("brother's mail", "contact_of_other_learner", as_mother("bram.zeewolk@post.example")),
    Trick("classmate's parent", "contact_of_unrelated_guardian", as_mother("emre.aydin@bouw.example")),
    Trick("telephone of a classmate's parent", "contact_of_unrelated_guardian", as_mother("mc1975@post.example", "0470000022")),
    Trick("a cousin whom nobody knows", "consent_not_attested", as_mother("xx.sofie.xx@post.example")),
    Trick("a made-up mother with a prepaid card", "consent_not_attested", as_mother("marie.claes.75@post.example")),
    # the mother's own contact, and what is done with it
    Trick("link forwarded, code by mail", "consent_code_by_mail", channel="mail"),
    Trick("a code that was used before", "consent_code_used_before", signature={"code_fresh": False}),
    Trick("the code of her own link", "consent_not_their_link", signature={"own_link": False}),
    Trick("the signature of another paper", "consent_other_paper", signature={"same_paper": False}),
    Trick("signed on mother's telephone at night, mother finds out", "consent_denied", signature={"denied": True}),
    Trick("an old yes after the no", "consent_withdrawn", signature={"withdrawn": True}),
    Trick("a photo of a signature that she drew", "consent_not_attested", channel="paper"),
)  # fmt: skip
