"""Registering a petition: first what the letter contains, then the form that fits."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registers.models import Organisation

from ... import permissions
from ...confidentiality import sentence
from ...forms.register import DenunciationForm, PetitionForm
from ...models import PetitionKind, Source
from ...services.registering import PetitionData, register_petition


@require_http_methods(["GET", "HEAD", "POST"])
def petition_new(request):
    """Register a petition; `?kind=` chooses the form. After saving it is ready for the next of the same kind."""
    if not permissions.may_register_somewhere(request.user):
        raise PermissionDenied
    kind = request.GET.get("kind") if request.method != "POST" else request.POST.get("kind")
    kind = kind if kind in PetitionKind.values else ""
    today = timezone.localdate()
    form_class = DenunciationForm if kind == PetitionKind.DENUNCIATION else PetitionForm
    owners = Organisation.objects.filter(pk__in=permissions.bodies_registering(request.user)).order_by("rank")
    options = {"owners": owners, "user": request.user, "today": today}
    if request.method != "POST" or not kind:
        initial = {"token": uuid4(), "received_on": today, "source": request.GET.get("source") or Source.IN_PERSON}
        return _show(request, kind, form_class(initial=initial, **options))
    form = form_class(request.POST, **options)
    if form.is_valid() and (petition := _register(request, kind, form, today)):
        link = format_html('<a href="{}">{}</a>', reverse("petitions:petition", args=[petition.code]), petition.code)
        messages.success(request, format_html("{} {}", _("Registered:"), link))
        return redirect(f"{reverse('petitions:petition_new')}?kind={kind}&source={form.cleaned_data['source']}")
    return _show(request, kind, form, status=422)


def _register(request, kind, form, today):
    """The petition; None when the rules refuse it, and the form says why."""
    try:
        return register_petition(PetitionData(kind=kind, **form.petition_values()), by=request.user, on=today)
    except ValidationError as error:
        form.take(error)
        return None


def _show(request, kind, form, status=200):
    more = [[form[name] for name in names] for names in getattr(form, "more", ())]
    context = {
        "kind": kind,
        "kinds": PetitionKind.choices,
        "form": form,
        "rows": [[form[name] for name in names] for names in form.layout],
        "more": more,
        "more_open": any(field.errors or field.value() for fields in more for field in fields),
        "why_secret": sentence() if form.is_secret else "",
    }
    return render(request, "petitions/petition_new.html", context, status=status)
