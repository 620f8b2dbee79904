"""One page for machines: is this server of use?"""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse

from pahunch.directives.judge import lake


def health(_request: HttpRequest) -> HttpResponse:
    """Answer `ok` once the database and the lake could be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    version = lake().at().version
    return HttpResponse(f"ok {version}\n", content_type="text/plain")
