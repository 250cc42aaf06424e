"""Registering a petition: first what the letter contains, then the form that fits."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from audit.services import record_reads
from dialogue_portal.forms import initial_from, values_along
from registers.models import Organisation

from ... import permissions
from ...confidentiality import sentence
from ...doubles import letter_in_book
from ...forms.register import CARRIED, KINDS, DenunciationForm, PetitionForm
from ...forms.senders import more_rows, senders_formset
from ...models import Petition, PetitionKind, Source
from ...reception_words import turn_summary
from ...services.registering import PetitionData, register_petition, sent_before
from ...similar import earlier_turns, shared_senders, similar_petitions
from ...words import name_words, summary_words

#: So many senders of a petition that may say the same are named.
MOST_NAMED = 3
SAME_LETTER = gettext_lazy(
    "%(found)s has the same senders and the same words, and came on the same day. "
    "Tick this when it is another letter all the same."
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def petition_new(request):
    """Register a petition. After saving the form is ready for the next, with the last body, source and day.

    What was sent is read by the form of its kind alone: of a denunciation, coded values.
    """
    if not permissions.may_register_somewhere(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, _empty(request, request.GET))
    if "reload" in request.POST or "more_senders" in request.POST:
        return _show_again(request)
    form_class, options = _form_for(request, request.POST)
    form = form_class(request.POST, **options)
    senders = None if form.is_secret else senders_formset(request.POST)
    # Both are asked, so that everything that is wrong is said at once.
    if all([form.is_valid(), senders is None or senders.is_valid()]):
        answer = _register(request, form, senders)
        if answer:
            return answer
    return _show(request, form, senders, status=422)


def _form_for(request, data):
    """The class of form that fits the kind, and what it is made with."""
    is_secret = data.get("kind") == PetitionKind.DENUNCIATION
    owners = Organisation.objects.filter(pk__in=permissions.bodies_registering(request.user))
    options = {
        "owners": owners.select_related("unit").order_by("rank"),
        "user": request.user,
        "today": timezone.localdate(),
    }
    return (DenunciationForm if is_secret else PetitionForm), options


def _empty(request, data):
    """A form to begin with: of what came along, only coded values that the form itself takes."""
    form_class, options = _form_for(request, data)
    form = form_class(**options)
    first = {"token": uuid4(), "received_on": timezone.localdate(), "source": Source.IN_PERSON}
    kind = {"kind": data["kind"]} if data.get("kind") in KINDS else {}
    form.initial = {**first, **kind, **values_along(form, data, CARRIED)}
    return form


def _show_again(request):
    """The form of the kind chosen, or with more rows: nothing is judged or saved."""
    form_class, options = _form_for(request, request.POST)
    if form_class is DenunciationForm:
        return _show(request, _empty(request, request.POST))
    form = form_class(initial=initial_from(form_class, request.POST, **options), **options)
    rows = more_rows(request.POST) if "more_senders" in request.POST else more_rows(request.POST, more=0)
    return _show(request, form, rows)


def _register(request, form, senders):
    """The answer when it is registered or was before; None when the rules refuse it or the same letter stands in the
    book, and the form says why."""
    values = form.petition_values()
    if senders is not None:
        values["senders"] = senders.rows(many=(values.get("signatories") or 1) > 1)
    data = PetitionData(**values)
    try:
        if earlier := sent_before(Petition, data):
            return _registered_already(request, earlier)
        if form.doubt(letter_in_book(data), SAME_LETTER):
            return None
        return _ready_for_the_next(request, register_petition(data, by=request.user, on=form.today), form)
    except ValidationError as error:
        form.take(error)
        return None


def _registered_already(request, petition):
    """The same form was sent again, such as after going back: nothing more is registered."""
    messages.info(request, _("%(code)s stands in the book already.") % {"code": petition.code})
    return redirect("petitions:petition", code=petition.code)


def _ready_for_the_next(request, petition, form):
    link = format_html('<a href="{}">{}</a>', reverse("petitions:petition", args=[petition.code]), petition.code)
    messages.success(request, format_html("{} {}", _("Registered:"), link))
    last = {"owner": petition.owner_id} | {name: form[name].value() for name in ("source", "received_on")}
    return redirect(f"{reverse('petitions:petition_new')}?{urlencode(last)}")


def _show(request, form, senders=None, status=200):
    if senders is None and not form.is_secret:
        senders = senders_formset()
    more = () if form.is_secret else ("field", "signatories", "settled_by", "case", "is_remote")
    context = {
        "form": form,
        "senders": senders,
        "more": [form[name] for name in more],
        "more_open": any(form[name].errors or (form.is_bound and form[name].value()) for name in more),
        "why_secret": sentence() if form.is_secret else "",
    }
    return render(request, "petitions/petition_new.html", context, status=status)


def _alike(row, names):
    """What is shown of a petition that may say the same; its senders to those who see them by name."""
    senders = name_words(row, named=True) if row.names_shown else []
    return {
        "row": row,
        "words": summary_words(row),
        "senders": senders[:MOST_NAMED],
        "more": len(senders[MOST_NAMED:]),
        "is_same_sender": bool(shared_senders(row, names)),
    }


@sensitive_post_parameters()
@require_POST
def petition_similar(request):
    """Likely duplicates of what stands in the form, as a fragment: by POST, since words belong in no address."""
    if not permissions.may_register_somewhere(request.user):
        raise PermissionDenied
    if request.POST.get("kind") == PetitionKind.DENUNCIATION:
        return render(request, "petitions/_similar.html", {"found": ()})
    names = [value for name, value in request.POST.items() if name.endswith("-full_name")]
    found = similar_petitions(request.user, request.POST.get("summary", ""), names)
    named = [row for row in found if row.names_shown]
    record_reads(request.user, named, on=timezone.localdate())
    context = {
        "found": [_alike(row, names) for row in found],
        "turns": [(turn, turn_summary(turn, named=True)) for turn in earlier_turns(request.user, names)],
        "fills": request.POST.get("received_on") is not None,
    }
    return render(request, "petitions/_similar.html", context)
