"""Planning a conference and changing its data."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.reach import reach_of
from dialogue_portal.forms import initial_from
from dialogue_portal.text import clean_line, whole_number
from handling.moves import StaleVersion
from registers.models import Organisation

from ... import permissions
from ...forms.conferences import ChairForm, CommitteeForm, ConferenceForm, chairs_formset, committee_formset
from ...models import Conference, Salutation
from ...services.planning import change_with_people, plan_with_people
from .access import get_kept_conference

#: How many names a list of suggestions holds; the whole register would weigh more than the page.
_SUGGESTIONS = 150
#: Free rows that the button "more rows" adds.
_MORE = 4


@require_http_methods(["GET", "HEAD", "POST"])
def conference_new(request):
    """Plan a conference. The token of the page makes sending it twice harmless."""
    if not permissions.can_create_conference(request.user):
        raise PermissionDenied
    if request.method != "POST":
        form = ConferenceForm(initial={"token": uuid.uuid4()}, user=request.user)
        return _show(request, form, chairs_formset(), committee_formset())
    if asks_for_rows(request):
        return _show(request, *_with_more_rows(request))
    form, chairs, committee = _bound(request)
    if not _all_valid(form, chairs, committee):
        return _show(request, form, chairs, committee, status=422)
    try:
        conference = plan_with_people(
            by=request.user,
            on=timezone.localdate(),
            values=form.values(),
            venues=form.cleaned_data["venues"],
            chairs=chairs.rows(),
            committee=committee.rows(),
            token=form.cleaned_data["token"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, form, chairs, committee, status=422)
    messages.success(request, _("Conference %(code)s is planned.") % {"code": conference.code})
    return redirect("conferences:conference", code=conference.code)


@require_http_methods(["GET", "HEAD", "POST"])
def conference_edit(request, code):
    """Change the data of a conference. Somebody else's change in the meantime is shown beside one's own."""
    conference = get_kept_conference(request.user, code)
    if request.method != "POST":
        return _show(request, *_unbound(request, conference), conference=conference)
    if asks_for_rows(request):
        return _show(request, *_with_more_rows(request, conference), conference=conference)
    form, chairs, committee = _bound(request, conference)
    if not _all_valid(form, chairs, committee):
        return _show(request, form, chairs, committee, conference=conference, status=422)
    try:
        change_with_people(
            conference,
            by=request.user,
            version=form.cleaned_data["version"] or 0,
            values=form.values(),
            venues=form.cleaned_data["venues"],
            chairs=chairs.rows(),
            committee=committee.rows(),
        )
    except StaleVersion as stale:
        return _show_conflict(request, stale.current, form, chairs, committee)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, form, chairs, committee, conference=conference, status=422)
    messages.success(request, _("Saved."))
    return redirect("conferences:conference", code=conference.code)


def asks_for_rows(request):
    """A button "more rows" was pressed: nothing is judged or saved, the page comes back with more rows."""
    return "more_chairs" in request.POST or "more_committee" in request.POST


def _bound(request, conference=None):
    form = ConferenceForm(request.POST, user=request.user, conference=conference)
    return form, chairs_formset(request.POST), committee_formset(request.POST)


def _unbound(request, conference):
    form = ConferenceForm(initial=ConferenceForm.initial_of(conference), user=request.user, conference=conference)
    return form, chairs_formset(initial=chairs_of(conference)), committee_formset(initial=committee_of(conference))


def chairs_of(conference):
    return [
        {"salutation": chair.person.salutation, "full_name": chair.person.full_name, "titles": chair.titles}
        for chair in conference.chairs.select_related("person")
    ]


def committee_of(conference):
    return [
        {
            "duty": member.duty,
            "full_name": member.person.full_name if member.person else "",
            "organisation": member.organisation.name if member.organisation else "",
            "titles": member.titles,
        }
        for member in conference.committee.select_related("person", "organisation")
    ]


def _with_more_rows(request, conference=None):
    typed = initial_from(ConferenceForm, request.POST, user=request.user, conference=conference)
    form = ConferenceForm(initial=typed, user=request.user, conference=conference)
    more_chairs = _MORE if "more_chairs" in request.POST else 0
    more_committee = _MORE if "more_committee" in request.POST else 0
    chairs = chairs_formset(initial=_typed_rows(request, ChairForm, "chairs"), more=more_chairs)
    committee = committee_formset(initial=_typed_rows(request, CommitteeForm, "committee"), more=more_committee)
    return form, chairs, committee


def _typed_rows(request, form_class, prefix):
    """The rows in which something was typed besides the choice every row starts with."""
    total = whole_number(request.POST.get(f"{prefix}-TOTAL_FORMS", "")) or 0
    rows = [initial_from(form_class, request.POST, prefix=f"{prefix}-{index}") for index in range(min(total, 100))]
    return [row for row in rows if any(clean_line(value or "") for name, value in row.items() if name != "duty")]


def _all_valid(form, chairs, committee):
    valid = [form.is_valid(), chairs.is_valid(), committee.is_valid()]
    day = form.cleaned_data.get("held_on")
    if valid[2] and day:
        near = form.cleaned_data.get("unit") if valid[0] else None
        valid.append(committee.find_bodies(day, near=near))
    return all(valid)


def _show(request, form, chairs, committee, *, conference=None, status=200, **more):
    context = {
        "form": form,
        "chairs": chairs,
        "committee": committee,
        "conference": conference,
        "organisations": _organisations_to_offer(request.user),
        "earlier": Conference.objects.visible_to(request.user).order_by("-held_on")[:40],
        **more,
    }
    return render(request, "conferences/conference_form.html", context, status=status)


def _show_conflict(request, current, form, chairs, committee):
    """Both versions side by side; the form keeps what was typed and would now replace what is saved."""
    saved = ConferenceForm.initial_of(current)
    theirs = ConferenceForm(initial=saved, user=request.user, conference=current)
    differences = [
        (field.label, _shown(field), _shown(theirs[field.name]))
        for field in form
        if not field.is_hidden and field.field.has_changed(saved.get(field.name), field.data)
    ]
    for label, mine, there in (
        (_("Chairs"), chairs, chairs_of(current)),
        (_("Organising committee"), committee, committee_of(current)),
    ):
        lines = _lines(row.cleaned_data for row in mine.forms), _lines(there)
        if lines[0] != lines[1]:
            differences.append((label, *lines))
    form.data = form.data.copy()
    form.data["version"] = str(current.version)
    return _show(request, form, chairs, committee, conference=current, status=409, differences=differences)


def _shown(field):
    """The value of a field of a form as the page shows it."""
    value = field.field.widget.format_value(field.value())
    if isinstance(value, list):
        choices = dict(field.field.choices)
        value = ", ".join(str(choices.get(one, one)) for one in value)
    return value or ""


def _lines(rows):
    return "\n".join(
        " – ".join(filter(None, (_addressed(row), row.get("organisation"), row.get("titles"))))
        for row in rows
        if row.get("full_name") or row.get("organisation")
    )


def _addressed(row):
    salutation = Salutation(row["salutation"]).label if row.get("salutation") else ""
    return f"{salutation} {row.get('full_name', '')}".strip()


def _organisations_to_offer(user):
    """Names for the suggestions: the bodies of the province and of the user's own units, highest first."""
    today = timezone.localdate()
    roots = reach_of(user).keeps_unit_ids
    near = Organisation.objects.on(today).filter(unit__in=roots)
    above = Organisation.objects.on(today).filter(unit__children__in=roots)
    return sorted({body.name for body in (near | above).distinct().order_by("rank", "sort_key")[:_SUGGESTIONS]})
