"""The entry that a web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")

application = get_wsgi_application()
