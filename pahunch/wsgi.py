"""The door for a web server: `granian --interface wsgi pahunch.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pahunch.settings")

application = get_wsgi_application()
resolve("/")  # imports every view now, so that nobody's first page waits for it
