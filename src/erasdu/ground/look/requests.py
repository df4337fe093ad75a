"""The request as our views get it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from erasdu.kernel.actor import Actor


class Request(HttpRequest):
    """Made by the middleware: never constructed by us."""

    actor: Actor
    htmx: HtmxDetails
