"""What the pages of matching share."""

from erasdu.ground.look.requests import Request


def seen_revision(request: Request) -> int:
    """Of the board that the person saw; one that no board has when it was not sent."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
