"""The draft of the quick form: kept while one types, discarded on request."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dialogue_portal.fields import TokenInput

from ... import permissions
from ...services.drafts import erase_draft, keep_draft


@require_POST
def opinion_draft(request):
    """Keep what stands in the quick form; answers with words on it for the page."""
    if not permissions.may_register_somewhere(request.user):
        raise PermissionDenied
    try:
        token = TokenInput().clean(request.POST.get("token", ""))
    except forms.ValidationError:
        return HttpResponseBadRequest()
    now = timezone.now()
    is_kept = keep_draft(request.user, token, request.POST, now=now)
    return render(request, "conferences/_opinion_draft_kept.html", {"kept_at": now if is_kept else None})


@require_POST
def opinion_draft_discard(request):
    """Forget the draft."""
    if not permissions.may_register_somewhere(request.user):
        raise PermissionDenied
    erase_draft(request.user)
    return redirect("conferences:opinion_new")
