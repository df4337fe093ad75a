"""What the sign-in page shows in demo mode."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from erasdu.demo.queries import doors


def demo(request: HttpRequest) -> dict[str, object]:
    """`sign_in_extra`: a part for the sign-in page; the doors are looked up only when it is shown."""
    if not settings.DEMO:
        return {}
    return {"sign_in_extra": "demo/parts/doors.html", "demo_doors": SimpleLazyObject(doors)}
