"""The door at which platforms knock. Nobody is signed in: each delivery is told by its signature.

A stranger learns nothing here: a platform that is not set up and one that does not exist
answer alike, and a wrong signature gets no word. What was delivered is answered with 200
only when it is stored; a platform that hears anything else sends it again.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pahunch.collection.deliveries.doors import Door, door_of
from pahunch.collection.deliveries.inbox import keep, take_back
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.webhooks import LARGEST_DELIVERY

LOG = logging.getLogger(__name__)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, platform: str) -> HttpResponse:
    """Take one delivery, or answer whether it is us."""
    door = door_of(platform)
    if door is None:
        return HttpResponse(status=404)
    if request.method == "GET":
        return _answer(request, door)
    length = request.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > LARGEST_DELIVERY:
        return HttpResponse(status=413)
    body = request.body
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not door.webhooks.verify(headers, body, door.secret):
        return HttpResponse(status=403)
    try:
        delivery = door.webhooks.delivery(body)
    except BadAnswer as bad:
        # Signed, and of a shape that we can't read: to send it again would not help.
        LOG.warning("a delivery of %s was not read: %s", platform, bad)
        return HttpResponse(status=200)
    with transaction.atomic():
        keep(delivery.messages, timezone.now())
        take_back(door.platform, delivery.removed)
    return HttpResponse(status=200)


def _answer(request: HttpRequest, door: Door) -> HttpResponse:
    said = door.webhooks.challenge(request.GET.dict(), door.secret)
    if said is None:
        return HttpResponse(status=403)
    kind = "application/json" if said.startswith("{") else "text/plain"
    return HttpResponse(said, content_type=kind)
