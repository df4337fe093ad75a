"""Yes, or no-because: the answer of every rule about who may do what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed; when not, a code and its parameters for the words on the screen."""

    allowed: bool
    code: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.allowed == bool(self.code):
            raise ValueError("A refusal has a code, a yes has none.")

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raises `Refused` when this is a no."""
        if not self.allowed:
            raise Refused(self)


class Refused(Exception):
    """An action was asked for that its verdict does not allow."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict

    def __str__(self) -> str:
        return self.verdict.code


YES = Verdict(True)


def no(code: str, **params: object) -> Verdict:
    """A refusal; parameters become text, in the order of their names, so that equal refusals are equal."""
    return Verdict(False, code, tuple((name, str(params[name])) for name in sorted(params)))


def all_of(*verdicts: Verdict) -> Verdict:
    """The first refusal, or yes when there is none."""
    return next((verdict for verdict in verdicts if not verdict), YES)
