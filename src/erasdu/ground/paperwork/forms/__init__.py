"""What a signer fills in, what staff says about a paper, and how the coordinator words papers."""

from erasdu.ground.paperwork.forms.signing import (
    AnswersForm,
    AttestForm,
    CheckForm,
    ColleagueForm,
    ConfirmForm,
    CorrectForm,
    QuestionForm,
    ReasonForm,
    ScansForm,
    SeenByHandForm,
    SeenSignatureForm,
    SignForm,
    WhichPaperForm,
)
from erasdu.ground.paperwork.forms.wordings import LogoForm, WordingForm, texts_of

__all__ = [
    "AnswersForm",
    "AttestForm",
    "CheckForm",
    "ColleagueForm",
    "ConfirmForm",
    "CorrectForm",
    "LogoForm",
    "QuestionForm",
    "ReasonForm",
    "ScansForm",
    "SeenByHandForm",
    "SeenSignatureForm",
    "SignForm",
    "WhichPaperForm",
    "WordingForm",
    "texts_of",
]
