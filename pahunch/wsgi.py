"""The door for a web server: `granian --interface wsgi pahunch.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pahunch.settings")

application = get_wsgi_application()
