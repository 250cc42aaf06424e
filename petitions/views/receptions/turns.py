"""Turns: recording who came, correcting it, striking it out, going on as a petition."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from audit.services import record_read
from dialogue_portal.forms import initial_from, values_along
from dialogue_portal.text import whole_number
from handling.moves import MoveRefused, StaleVersion

from ...confidentiality import sentence
from ...doubles import visitor_in_book
from ...forms.receptions import CARRIED, PaperFileForm, SecretTurnForm, TurnForm
from ...forms.register import KINDS
from ...forms.senders import more_rows, rows_of, senders_formset
from ...models import PetitionKind, ReceptionTurn, SessionState
from ...reception_rules import representatives_told
from ...services import turns
from ...services.registering import sent_before
from .access import get_session_kept, get_turn_kept, sent

_OF_TURN = ("kind", "people", "cases", "is_again", "has_letter", "direction", "body", "field", "refusal", "version")
_CODED = (*_OF_TURN, "token")
SAME_VISITOR = gettext_lazy(
    "Turn %(found)s has the same visitors and the same words on the same day. "
    "Tick this when they came once more all the same."
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def turn_new(request, code):
    """Record a visitor; after saving the form is ready for the next."""
    session = get_session_kept(request.user, code)
    url = reverse("petitions:turn_new", args=[code])
    if session.state == SessionState.CANCELLED or session.on > timezone.localdate():
        messages.error(request, _("Nobody can be recorded in this session."))
        return redirect("petitions:reception", code=code)
    if request.method != "POST":
        return _show(request, session, _empty(request, session, url, {"token": uuid4()}))
    if again := _show_again(request, session, url):
        return again
    form, visitors = _bound(request, session, url)
    if all([form.is_valid(), visitors is None or visitors.is_valid()]):
        data, on = form.turn_data(visitors.rows() if visitors else ()), timezone.localdate()
        if answer := _record(request, session, form, data, on):
            return answer
    return _show(request, session, form, visitors, status=422)


def _record(request, session, form, data, on):
    """The answer when the visitor is recorded or was before; None when the rules refuse it or the same visitor stands
    in the book, and the form says why."""
    goes_on, paper_file = "petition" in request.POST, form.cleaned_data.get("paper_file", "")
    try:
        earlier = sent_before(ReceptionTurn, data)
        if earlier and (earlier.petition_id or not goes_on):
            return _recorded_already(request, earlier)
        there = None if earlier else visitor_in_book(session, data)
        if form.doubt(there and there.register_label, SAME_VISITOR):
            return None
        if goes_on and (paper_file or not form.is_secret):
            petition = turns.record_petition(session, data, on=on, by=request.user, paper_file=paper_file)
            return _registered(request, petition)
        turn = turns.record_turn(session, data, on=on, by=request.user)
    except (MoveRefused, ValidationError) as refusal:
        form.take(refusal)
        return None
    recorded = _("Turn %(number)s is recorded.") % {"number": turn.register_label}
    messages.success(request, f"{recorded} {turns.representatives_recorded(turn)}".strip())
    if goes_on:
        # Of who denounces the paper file is asked for first.
        return redirect("petitions:turn_petition", code=session.code, number=turn.number)
    return redirect("petitions:turn_new", code=session.code)


def _recorded_already(request, turn):
    """The same form was sent again, such as after going back: nothing more is recorded."""
    told = turn.petition.code if turn.petition_id else _("Turn %(number)s") % {"number": turn.register_label}
    messages.info(request, _("%(code)s stands in the book already.") % {"code": told})
    if turn.petition_id:
        return redirect("petitions:petition", code=told)
    return redirect("petitions:reception", code=turn.session.code)


def _registered(request, petition):
    messages.success(request, _("Petition %(code)s is registered.") % {"code": petition.code})
    return redirect("petitions:petition", code=petition.code)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def turn_edit(request, code, number):
    """Correct a turn. When somebody saved first, nobody's words are lost."""
    turn = get_turn_kept(request.user, code, number)
    session, url = turn.session, reverse("petitions:turn_edit", args=[code, number])
    if turn.is_struck or turn.petition_id:
        messages.error(request, _("This turn was struck out, or went on as a petition and is corrected there."))
        return redirect("petitions:reception", code=code)
    if request.method != "POST":
        return _show_turn(request, turn, url)
    if again := _show_again(request, session, url, turn):
        return again
    form, visitors = _bound(request, session, url)
    if all([form.is_valid(), visitors is None or visitors.is_valid()]):
        data = form.turn_data(visitors.rows() if visitors else ())
        try:
            turns.correct_turn(turn, data, version=form.cleaned_data["version"] or 0, by=request.user)
        except StaleVersion as stale:
            form.data = form.data.copy()
            form.data["version"] = str(stale.current.version)
            return _show(request, session, form, visitors, turn=turn, conflict=stale, status=409)
        except (MoveRefused, ValidationError) as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("The correction is saved."))
            return redirect("petitions:reception", code=code)
    return _show(request, session, form, visitors, turn=turn, status=422)


def _show_turn(request, turn, url):
    """The form with what is recorded; with a kind in the address, the form of that kind."""
    asked = request.GET.get("kind")
    kind = asked if asked in KINDS else turn.kind
    first = {name: getattr(turn, name) for name in _OF_TURN} | {
        "kind": kind,
        "body": turn.body_id,
        "field": turn.field_id,
    }
    if kind == PetitionKind.DENUNCIATION or turn.content is None:
        return _show(request, turn.session, _empty(request, turn.session, url, first), turn=turn)
    record_read(request.user, turn.session, on=timezone.localdate(), label=turn.session.code)
    first |= {"summary": turn.content.summary, "settled_by": turn.content.settled_by}
    form = TurnForm(initial=first, session=turn.session, today=timezone.localdate(), url=url)
    return _show(request, turn.session, form, senders_formset(initial=rows_of(turn.content)), turn=turn)


@require_POST
def turn_strike(request, code, number):
    turn = get_turn_kept(request.user, code, number)
    try:
        # Without a version nobody knows what was seen: as with an old one, nothing is erased.
        turns.strike_turn(turn, version=whole_number(request.POST.get("version", "")), by=request.user)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Turn %(number)s is struck out; its words are erased.") % {"number": turn.register_label},
        )
    return redirect("petitions:reception", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def turn_petition(request, code, number):
    """Register what was brought as a petition: one step, but for the paper file of a denunciation."""
    turn = get_turn_kept(request.user, code, number)
    is_secret = turn.is_denunciation
    form = PaperFileForm(sent(request), initial={"version": turn.version})
    if not is_secret:
        del form.fields["paper_file"]
    if request.method == "POST" and form.is_valid():
        try:
            petition = turns.turn_into_petition(turn, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except (MoveRefused, ValidationError) as refusal:
            form.take(refusal)
        else:
            return _registered(request, petition)
    context = {"turn": turn, "session": turn.session, "form": form, "why_secret": sentence() if is_secret else ""}
    return render(request, "petitions/turn_petition.html", context, status=422 if form.errors else 200)


def _bound(request, session, url):
    """The form of the kind that was sent, and the rows of visitors; of a denunciation coded values alone are read."""
    options = {"session": session, "today": timezone.localdate(), "url": url}
    if request.POST.get("kind") == PetitionKind.DENUNCIATION:
        return SecretTurnForm(request.POST, **options), None
    return TurnForm(request.POST, **options), senders_formset(request.POST)


def _empty(request, session, url, first):
    """A form to begin with: of what came along in the address, coded values that the form itself takes."""
    kind = request.GET.get("kind")
    kind = kind if kind in KINDS else first.get("kind", "")
    form_class = SecretTurnForm if kind == PetitionKind.DENUNCIATION else TurnForm
    form = form_class(session=session, today=timezone.localdate(), url=url)
    form.initial = {"people": 1, "cases": 1, **first, **values_along(form, request.GET, CARRIED)}
    if kind:
        form.initial["kind"] = kind
    return form


def _show_again(request, session, url, turn=None):
    """The form of the kind chosen, or with more rows: nothing is judged or saved. None when it was sent to be saved."""
    if "reload" not in request.POST and "more_senders" not in request.POST:
        return None
    options = {"session": session, "today": timezone.localdate(), "url": url}
    if request.POST.get("kind") == PetitionKind.DENUNCIATION:
        # What was typed is not repeated: only coded values that its fields take.
        form = SecretTurnForm(**options)
        form.initial = {"people": 1, "cases": 1, "token": uuid4(), **values_along(form, request.POST, _CODED)}
        return _show(request, session, form, turn=turn)
    form = TurnForm(initial=initial_from(TurnForm, request.POST, **options), **options)
    rows = more_rows(request.POST, **({} if "more_senders" in request.POST else {"more": 0}))
    return _show(request, session, form, rows, turn=turn)


def _show(request, session, form, visitors=None, *, turn=None, conflict=None, status=200):
    if visitors is None and not form.is_secret:
        visitors = senders_formset()
    context = {
        "session": session,
        "turn": turn,
        # Of who denounces nobody is named.
        "representatives": "" if form.is_secret else representatives_told(session.on),
        "form": form,
        "senders": visitors,
        "conflict": conflict,
        "why_secret": sentence() if form.is_secret else "",
    }
    return render(request, "petitions/turn_form.html", context, status=status)
