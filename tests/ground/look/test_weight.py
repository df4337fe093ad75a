"""A first visit transfers at most 150 kB: what the page refers to, as whitenoise compresses it, and the page itself."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

MOST = 150 * 1000
REFERRED = re.compile(r'(?:href|src)="/static/([^"#?]+)')


def test_a_first_visit_is_light(rf: RequestFactory) -> None:
    page = render_to_string("look/not_found.html", request=rf.get("/"))
    files = sorted(set(REFERRED.findall(page)))
    assert {"tabler/css/tabler.min.css", "look/erasdu.css", "look/theme.js", "look/icons.svg"} <= set(files)
    found = [Path(str(finders.find(name))).read_bytes() for name in files]
    # The page itself travels as it is (compressing it would help an attacker guess its tokens); most weigh 40 kB or less.
    assert sum(len(gzip.compress(content, 9)) for content in found) + 40 * 1000 < MOST
