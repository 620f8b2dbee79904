"""The pages of comparison sets: those that were frozen, one of them, freezing new ones."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pahunch.measures.models import PeerSet
from pahunch.measures.peers.actions import freeze_peers
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.forms import FREEZE, FreezeForm
from pahunch.measures.peers.showing import shown
from pahunch.measures.peers.words import why_not
from pahunch.staff.rights import may, page, signed_in

SEE = "measures.see_peers"
A_PAGE = 50


@require_safe
@page(SEE)
def peer_sets(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    seen = PeerSet.objects.seen_by(user, SEE).select_related("state", "roll", "made_by")
    form = FreezeForm(user=user) if may(user, FREEZE) else None
    found = {"frozen": seen.order_by("-made_at", "code"), "form": form}
    return render(request, "measures/peers.html", found)


@require_safe
@page(SEE)
def peer_set(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    seen = PeerSet.objects.seen_by(user, SEE).select_related("state", "roll", "made_by")
    frozen = get_object_or_404(seen, code=code)
    of = request.GET.get("of", "")
    rows = shown(frozen, of)
    if of and not rows:
        raise Http404
    found = {
        "frozen": frozen,
        "one": rows[0] if of else None,
        "here": None if of else Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "measures/peer_set.html", found)


@require_POST
@page(FREEZE)
def freeze(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = FreezeForm(request.POST, user=user)
    if not form.is_valid():
        messages.error(request, _("Choose a roll."))
        return redirect("measures:peers")
    roll = form.cleaned_data["roll"]
    try:
        frozen = freeze_peers(roll.state, roll, by=user, at=timezone.now())
    except WrongPeers as error:
        messages.error(request, why_not(error))
        return redirect("measures:peers")
    messages.success(request, _("Frozen: %(name)s") % {"name": frozen.code})
    return redirect("measures:peer-set", code=frozen.code)
