"""The page on which an opinion becomes a petition."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conferences import permissions as opinion_permissions
from conferences.models import Opinion
from conferences.speakers import text_words
from conferences.views.opinions.access import get_opinion, get_opinion_to_move
from conferences.workflow import OPINIONS
from handling.move_views import not_possible
from handling.moves import MoveRefused, StaleVersion

from ..backups import what_backups_hold
from ..confidentiality import sentence
from ..forms.conversion import ConversionForm
from ..models import PetitionKind
from ..services.converting import receiving_bodies, turn_into_petition

MOVE = OPINIONS.move_named("turn_into_petition")


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_to_petition(request, code):
    """Ask what the opinion is, then register the petition and close the opinion, together or not at all."""
    if request.method == "POST":
        return _convert(request, code)
    opinion = get_opinion(request.user, code)
    form = _form(request, opinion, initial={"version": opinion.version})
    refusal = "" if opinion.state in MOVE.sources else not_possible(MOVE, opinion)
    return _show(request, opinion, form, refusal=refusal)


def _form(request, opinion, *sent, **options):
    if not opinion_permissions.can_classify(request.user, opinion):
        raise PermissionDenied
    return ConversionForm(*sent, bodies=receiving_bodies(opinion, timezone.localdate()), **options)


def _convert(request, code):
    form = None
    try:
        with transaction.atomic():
            opinion = get_opinion_to_move(request.user, code)
            form = _form(request, opinion, request.POST)
            if form.is_valid():
                given = {name: form.cleaned_data[name] for name in ("kind", "owner", "paper_file", "version")}
                turn_into_petition(opinion, by=request.user, on=timezone.localdate(), **given)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = str(stale.current.version)
        return _show(request, get_opinion(request.user, code), form, refusal=str(stale), status=409)
    except MoveRefused as refusal:
        return _show(request, get_opinion(request.user, code), form, refusal=str(refusal), status=409)
    except ValidationError as error:
        form.take(error)
    if form.errors:
        return _show(request, get_opinion(request.user, code), form, status=422)
    done = _("Turned into a petition; the opinion counts no more.")
    if form.cleaned_data["kind"] == PetitionKind.DENUNCIATION:
        done = f"{done} {what_backups_hold(timezone.localdate())}"
    messages.success(request, done)
    return _leave(request.user, code)


def _leave(user, code):
    """The opinion, unless it is out of sight from now on (`OpinionQuerySet.visible_to`)."""
    if Opinion.objects.visible_to(user).filter(code=code).exists():
        return redirect("conferences:opinion", code=code)
    return redirect("conferences:opinion_list")


def _show(request, opinion, form, *, refusal="", status=200):
    context = {
        "opinion": opinion,
        "form": form,
        "refusal": refusal,
        "move": MOVE,
        "page_url": reverse("conferences:opinion", args=[opinion.code]),
        "can_send": opinion.state in MOVE.sources and bool(form.fields["owner"].queryset),
        "text": text_words(opinion, named=opinion.names_shown),
        "why_secret": sentence(),
        "backups": what_backups_hold(timezone.localdate()),
    }
    return render(request, "petitions/opinion_to_petition.html", context, status=status)
