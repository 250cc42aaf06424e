"""Sessions: planning, the page, changing, holding, calling off."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.services import record_read
from handling.moves import MoveRefused, StaleVersion
from registers.calendar import WorkingCalendar
from registers.models import Organisation, ReasonList
from registers.reasons import labels_of

from ... import permissions
from ...forms.receptions import CancelForm, ChangeSessionForm, NewSessionForm
from ...models import Receiver, ReceptionKind, ReceptionSession, ReceptionTurn, SessionState
from ...reception_rules import representatives_told, why_no_delegation
from ...reception_words import direction_of, kind_words, refusal_words, turn_summary, visitor_words
from ...services import receptions
from .access import get_session, get_session_kept, sent


@require_http_methods(["GET", "HEAD", "POST"])
def reception_new(request):
    """Plan one session or a series."""
    bodies = permissions.bodies_receiving(request.user)
    if not bodies:
        raise PermissionDenied
    owners = Organisation.objects.filter(pk__in=bodies).select_related("unit").order_by("rank")
    form = NewSessionForm(sent(request), owners=owners, initial=_as_last_time(owners, request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            return _planned(request, form)
        except ValidationError as error:
            form.take(error)
    context = {"form": form}
    return render(request, "petitions/reception_new.html", context, status=422 if form.errors else 200)


def _as_last_time(owners, data):
    """Place and receiving person of the last session of the body that the user plans for, as the head received.

    `data` may name the body, and the grounds of an ad hoc session, which is then the head's.
    """
    kind = data.get("kind") if data.get("kind") in ReceptionKind else ReceptionKind.PERIODIC
    asked = owners.filter(pk=_whole(data.get("owner", ""))).first()
    earlier = ReceptionSession.objects.filter(owner__in=[asked] if asked else owners).order_by("-on", "-pk")
    of_kind = earlier.filter(kind=kind)
    last = of_kind.first() if kind == ReceptionKind.ROUTINE else earlier.by_head().first() or of_kind.first()
    kept = {"place": last.place, "leader": last.leader, "owner": last.owner_id} if last else {}
    if asked:
        kept["owner"] = asked.pk
    if kind == ReceptionKind.AD_HOC and (grounds := data.getlist("grounds")):
        kept |= {"grounds": grounds, "receiver": Receiver.HEAD}
    return {"kind": kind, "on": timezone.localdate(), "token": uuid4(), **kept}


def _planned(request, form):
    data = form.data_for(form.cleaned_data["owner"], form.cleaned_data["kind"])
    if not form.is_series:
        session = receptions.plan_session(data, by=request.user)
        messages.success(request, _("Session %(code)s is planned.") % {"code": session.code})
        if said := _about_the_day(session.on):
            messages.info(request, said)
        return redirect("petitions:reception", code=session.code)
    planned, skipped = receptions.plan_series(
        data, repeat=form.cleaned_data["repeat"], until=form.cleaned_data["until"], by=request.user
    )
    number = len(planned)
    messages.success(
        request,
        ngettext("%(number)d session is planned.", "%(number)d sessions are planned.", number) % {"number": number},
    )
    if skipped:
        days = ", ".join(f"{day:%d/%m}" for day in skipped)
        messages.info(request, _("There was a session already on: %(days)s.") % {"days": days})
    response = redirect("petitions:reception_list")
    response["Location"] += f"?month={data.on:%Y-%m}"
    return response


def _about_the_day(day):
    """What somebody who mistyped a day would like to hear; both are allowed."""
    if day < timezone.localdate():
        return _("%(day)s is over: record who came, or that it was held.") % {"day": f"{day:%d/%m/%Y}"}
    if not WorkingCalendar.load(day, day).is_working(day):
        return _("%(day)s is a day off.") % {"day": f"{day:%d/%m/%Y}"}
    return ""


@require_POST
def reception_routine(request):
    """Open today's routine session of a body with its first visitor, or go on with the one that is open."""
    bodies = Organisation.objects.filter(pk__in=permissions.bodies_receiving(request.user)).select_related("unit")
    if not bodies:
        raise PermissionDenied
    owner = get_object_or_404(bodies, pk=_whole(request.POST.get("owner", "")))
    last = ReceptionSession.objects.filter(owner=owner).order_by("-on", "-pk").first()
    session = receptions.open_routine(
        owner,
        leader=request.user.full_name,
        place=last.place if last else owner.name,
        on=timezone.localdate(),
        now=timezone.localtime().time(),
        by=request.user,
    )
    return redirect("petitions:turn_new", code=session.code)


def _whole(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_safe
def reception(request, code):
    """A session and who was received in it. Reading names, and of denunciations, is noted."""
    session = get_session(request.user, code)
    named = session.names_shown
    turns = list(
        ReceptionTurn.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("field", "body", "content", "petition__content")
        .prefetch_related("content__senders", "petition__content__senders")
    )
    if turns and named:
        record_read(request.user, session, on=timezone.localdate(), label=session.code)
    can_receive = permissions.receives(request.user, session)
    open_to_turns = session.state != SessionState.CANCELLED and session.on <= timezone.localdate()
    context = {
        "session": session,
        "named": named,
        "turns": [
            {
                "turn": turn,
                "kind": kind_words(turn),
                "summary": turn_summary(turn, named=named),
                "visitors": visitor_words(turn, named=named),
                "direction": direction_of(turn),
                "refusal": refusal_words(turn, session),
            }
            for turn in turns
        ],
        "can_receive": can_receive,
        "can_record": can_receive and open_to_turns,
        "can_hold": can_receive and open_to_turns and session.state == SessionState.PLANNED,
        "can_cancel": can_receive and session.state != SessionState.CANCELLED and all(row.is_struck for row in turns),
        "why_no_delegation": why_no_delegation(session.on) if session.delegate else "",
        "representatives": representatives_told(session.on) if can_receive and open_to_turns else "",
        "grounds": labels_of(ReasonList.AD_HOC, session.grounds, session.on),
    }
    return render(request, "petitions/reception_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reception_edit(request, code):
    session = get_session_kept(request.user, code)
    names = ("on", "starts_at", "ends_at", "place", "leader", "receiver", "delegate", "is_online", "grounds", "version")
    form = ChangeSessionForm(sent(request), initial={name: getattr(session, name) for name in names})
    if request.method == "POST" and form.is_valid():
        data = form.data_for(session.owner, session.kind)
        try:
            receptions.change_session(session, data, version=form.cleaned_data["version"], by=request.user)
        except StaleVersion as stale:
            return _show_edit(request, session, form, conflict=stale, status=409)
        except (MoveRefused, ValidationError) as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("petitions:reception", code=code)
    return _show_edit(request, session, form, status=422 if form.errors else 200)


def _show_edit(request, session, form, *, conflict=None, status=200):
    if conflict is not None:
        form.data = form.data.copy()
        form.data["version"] = str(conflict.current.version)
    context = {"session": session, "form": form, "conflict": conflict}
    return render(request, "petitions/reception_edit.html", context, status=status)


@require_POST
def reception_hold(request, code):
    """Record that the session took place, also when nobody came."""
    session = get_session_kept(request.user, code)
    try:
        receptions.hold_session(session, version=session.version, on=timezone.localdate(), by=request.user)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The session is recorded as held."))
    return redirect("petitions:reception", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def reception_cancel(request, code):
    session = get_session_kept(request.user, code)
    form = CancelForm(sent(request), initial={"version": session.version})
    if request.method == "POST" and form.is_valid():
        try:
            receptions.cancel_session(session, by=request.user, **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is cancelled."))
            return redirect("petitions:reception", code=code)
    context = {"session": session, "form": form}
    return render(request, "petitions/reception_cancel.html", context, status=422 if form.errors else 200)
