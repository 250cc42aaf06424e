"""The quick form: registering what people raise, fast and by keyboard."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dialogue_portal.text import fold_words, whole_number

from ... import permissions
from ...doubles import opinion_in_record
from ...forms.opinions import OpinionForm, names_a_group, offered_delegate, people_in_group, speaker_label
from ...models import Channel, Delegate, Phase, SpeakerKind
from ...registering import (
    nearest_conference,
    offered_conferences,
    receiving_units,
    shown_conferences,
    usual_channel,
    usual_phase,
)
from ...services.drafts import draft_of, erase_draft
from ...services.opinions import ContentItem, SpeakerData, TurnData, register_turn, registered_before

MOST_SPEAKERS = 20
SAME_WORDS = gettext_lazy(
    "%(found)s has the same words at the same conference or of the same day. Tick this when they were said once more."
)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_new(request):
    """Register a speaker's turn. After saving the form is ready for the next one of the same conference."""
    if not permissions.may_register_somewhere(request.user):
        raise PermissionDenied
    conferences = offered_conferences(request.user)
    today = timezone.localdate()
    options = {"conferences": conferences, "units": receiving_units(request.user), "today": today}
    if request.method == "POST":
        form = OpinionForm(request.POST, **options)
        if form.is_valid() and (answer := _register(request, form, today)):
            return answer
    else:
        draft = draft_of(request.user, timezone.now())
        goes_on = draft and "draft" in request.GET
        chosen = _conference_of(draft, conferences) if goes_on else _chosen_conference(request, conferences, today)
        values = {**draft.values, "token": draft.token} if goes_on else _first_values(request, chosen, today)
        form = OpinionForm(initial=values, **options)
        form.fields["conference"].queryset = shown_conferences(conferences, chosen)
    context = {"form": form, "offered": None if form.is_bound or goes_on else draft}
    return render(request, "conferences/opinion_new.html", context, status=422 if form.errors else 200)


def _register(request, form, today):
    """The answer; None when the same words stand in the record, and the form says so."""
    data = form.cleaned_data
    turn = _turn(data, today)
    earlier = registered_before(turn)
    if not earlier and form.doubt(opinion_in_record(request.user, turn), SAME_WORDS):
        return None
    opinions = earlier or register_turn(turn, by=request.user, on=today)
    erase_draft(request.user, token=data["token"])
    if earlier:
        # The same form was sent again, such as after going back: nothing more is registered.
        codes = ", ".join(row.code for row in earlier)
        messages.info(request, gettext("%(code)s stands in the book already.") % {"code": codes})
        return redirect("conferences:opinion", code=earlier[0].code)
    _say_registered(request, opinions)
    return redirect(_next_address(data))


def _conference_of(draft, conferences):
    """The conference a draft was typed for, while this person may register for it."""
    return conferences.filter(pk=whole_number(draft.values["conference"])).first()


def _chosen_conference(request, conferences, today):
    """The conference asked for, else the nearest of the phase asked for; None when asked for without one."""
    asked = request.GET.get("conference", "")
    if asked == "none":
        return None
    if asked:
        return conferences.filter(code=asked).first()
    return nearest_conference(conferences, request.GET.get("phase", ""), today)


def _first_values(request, conference, today):
    """What the address says, else what usually goes with the conference."""
    asked_phase, asked_channel = request.GET.get("phase"), request.GET.get("channel")
    phase = asked_phase if asked_phase in Phase else usual_phase(conference, today)
    channel = asked_channel if asked_channel in Channel else usual_channel(conference, phase)
    values = {"token": uuid4(), "phase": phase, "channel": channel}
    return {**values, "conference": conference.pk} if conference else values


def _turn(data, today):
    conference = data["conference"]
    return TurnData(
        unit=conference.unit if conference else data["unit"],
        taken_on=conference.held_on if conference else data["received_on"] or today,
        phase=data["phase"],
        channel=data["channel"],
        conference=conference,
        speaker=_speaker(data, conference),
        items=tuple(ContentItem(text) for text in data["text"]),
        token=data["token"],
    )


def _speaker(data, conference):
    """A delegate of the conference when the name is theirs as offered, else the person or group as typed."""
    name = data["speaker"]
    if conference and name:
        delegate = offered_delegate(conference, name)
        if delegate:
            return SpeakerData(kind=SpeakerKind.DELEGATE, delegate=delegate, capacity=data["place"])
    kind = SpeakerKind.GROUP if names_a_group(name) else SpeakerKind.CITIZEN
    return SpeakerData(kind=kind, full_name=name[:120], address=data["place"], group_size=people_in_group(name))


def _say_registered(request, opinions):
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((reverse("conferences:opinion", args=[row.code]), row.code) for row in opinions)
    )
    words = ngettext("Registered: one opinion", "Registered: %(count)d opinions", len(opinions))
    messages.success(request, format_html("{} {}", words % {"count": len(opinions)}, links))


def _next_address(data):
    here = reverse("conferences:opinion_new")
    code = data["conference"].code if data["conference"] else "none"
    return f"{here}?conference={code}&phase={data['phase']}&channel={data['channel']}"


@require_safe
def speaker_options(request):
    """Delegates of a conference whose name has every typed word, as options of the speaker field."""
    conference = offered_conferences(request.user).filter(pk=whole_number(request.GET.get("conference", ""))).first()
    words = fold_words(request.GET.get("speaker", ""))
    found = []
    if conference and words:
        rows = Delegate.objects.filter(conference=conference).matching(" ".join(words))
        found = [
            (speaker_label(row), row.person.folded_name)
            for row in rows.select_related("person", "unit").order_by("person__sort_key")[:MOST_SPEAKERS]
        ]
    return render(request, "conferences/_speaker_options.html", {"options": found})
