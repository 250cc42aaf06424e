"""Cases: the list, the page, opening one from a petition, and what is kept on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.services import record_read
from conferences.models import Conference, Opinion
from conferences.speakers import text_words
from dialogue_portal.text import clean_line
from handling.move_views import MovePages, what_hinders
from handling.moves import MoveRefused, StaleVersion

from .. import permissions
from ..case_words import case_title, names_in, party_words, steps_of, told_words
from ..case_workflow import CASES
from ..forms.cases import (
    FORMS,
    CaseEditForm,
    CaseForm,
    CaseListForm,
    LinkForm,
    MeetingForm,
    VisitForm,
    parties_formset,
)
from ..models import Petition, PetitionCase
from ..services import cases
from ..tones import case_tone
from ..words import summary_words
from .petitions.access import get_petition

PAGE = 50
_MORE = 3


@require_safe
def case_list(request):
    """The cases this user sees, newest first; titles are masked for everybody."""
    if not permissions.sees_petitions(request.user):
        raise PermissionDenied
    form = CaseListForm(request.GET)
    seen = form.narrow(PetitionCase.objects.visible_to(request.user)).select_related("unit", "responsible__unit")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    counts = dict(
        Petition.objects.visible_to(request.user)
        .filter(content__case__in=[row.pk for row in page])
        .order_by()
        .values_list("content__case")
        .annotate(Count("pk"))
    )
    names = names_in(page)
    rows = [(row, case_title(row, names[row.pk], named=False), counts.get(row.pk, 0), case_tone(row)) for row in page]
    context = {"rows": rows, "page_obj": page, "filter_form": form, "is_narrowed": bool(request.GET.get("state"))}
    return render(request, "petitions/case_list.html", context)


@require_safe
def case(request, code):
    return _show(request, _get(request.user, code))


@require_http_methods(["GET", "HEAD", "POST"])
def case_of_petition(request, code):
    """Open the case of a petition: its title is all that is asked for."""
    petition = get_petition(request.user, code)
    if not permissions.may_link(request.user, petition):
        raise PermissionDenied
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = cases.open_case(
                petition, title=form.cleaned_data["title"], by=request.user, on=timezone.localdate()
            )
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Case %(code)s is opened.") % {"code": found.code})
            return redirect("petitions:case", code=found.code)
    context = {"petition": petition, "form": form}
    return render(request, "petitions/case_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request, code):
    """Matter and parties. When somebody saved first, what was typed stays and may be saved again."""
    found = _get_kept(request.user, code)
    if request.method != "POST":
        initial = [{"part": row.part, "name": row.name, "party": row.pk} for row in found.parties.all()]
        form = CaseEditForm(initial={"title": found.title, "version": found.version})
        return _show_edit(request, found, form, parties_formset(initial=initial))
    form, parties = CaseEditForm(request.POST), parties_formset(request.POST)
    if "more_parties" in request.POST:
        given = [row.cleaned_data for row in parties if row.is_valid() and row.cleaned_data.get("name")]
        kept = CaseEditForm(initial={name: request.POST.get(name, "") for name in ("title", "version")})
        return _show_edit(request, found, kept, parties_formset(initial=given, more=_MORE))
    if not (form.is_valid() and parties.is_valid()):
        return _show_edit(request, found, form, parties, status=422)
    rows = parties.rows(on=timezone.localdate(), near=found.unit)
    try:
        cases.change_case(found, parties=rows, by=request.user, **form.cleaned_data)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = str(stale.current.version)
        return _show_edit(request, found, form, parties, refusal=str(stale), status=409)
    messages.success(request, _("Saved."))
    return redirect("petitions:case", code=code)


def _show_edit(request, found, form, parties, *, refusal="", status=200):
    context = {"case": found, "form": form, "parties": parties, "refusal": refusal}
    return render(request, "petitions/case_edit.html", context, status=status)


@require_POST
def case_link(request, code):
    found, form = _get_kept(request.user, code), LinkForm(request.POST)
    if form.is_valid():
        try:
            cases.link(found, form.cleaned_data["code"], by=request.user)
        except ValidationError as error:
            form.add_error("code", error.message_dict["code"][0])
        else:
            messages.success(request, _("Linked."))
            return redirect("petitions:case", code=code)
    return _show(request, found, link_form=form, status=422)


@require_POST
def case_unlink(request, code):
    found = _get_kept(request.user, code)
    try:
        cases.unlink(found, clean_line(request.POST.get("code", "")), by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("It is in the case no more."))
    # A case whose last link is gone is still seen by those who keep it.
    return redirect("petitions:case", code=code)


@require_POST
def case_visit(request, code):
    found, form = _get_kept(request.user, code), VisitForm(request.POST)
    if not form.is_valid():
        return _show(request, found, visit_form=form, status=422)
    try:
        cases.add_visit(found, by=request.user, **form.cleaned_data)
    except StaleVersion as stale:
        return _show(request, _get(request.user, code), visit_form=_sent_again(form, stale), status=409)
    messages.success(request, _("The visit is recorded."))
    return redirect("petitions:case", code=code)


def _sent_again(form, stale):
    """The form with what was typed; sent once more it is recorded."""
    form.data = form.data.copy()
    form.data["version"] = str(stale.current.version)
    form.add_error(None, str(stale))
    form.add_error(None, _("Look whether it stands in the case already; if not, send it again."))
    return form


@require_POST
def case_visit_remove(request, code, pk):
    found = _get_kept(request.user, code)
    cases.remove_visit(get_object_or_404(found.visits.select_related("case"), pk=pk), by=request.user)
    messages.success(request, _("The visit is removed."))
    return redirect("petitions:case", code=code)


@require_POST
def case_meeting(request, code):
    found = _get_kept(request.user, code)
    form = MeetingForm(request.POST, case=found)
    if not form.is_valid():
        return _show(request, found, meeting_form=form, status=422)
    try:
        cases.add_meeting(found, by=request.user, **form.values())
    except ValidationError as error:
        form.add_error("parties", error.message_dict["parties"])
        return _show(request, found, meeting_form=form, status=422)
    except StaleVersion as stale:
        return _show(request, _get(request.user, code), meeting_form=_sent_again(form, stale), status=409)
    messages.success(request, _("The meeting is recorded."))
    return redirect("petitions:case", code=code)


@require_POST
def case_meeting_remove(request, code, pk):
    found = _get_kept(request.user, code)
    cases.remove_meeting(get_object_or_404(found.meetings.select_related("case"), pk=pk), by=request.user)
    messages.success(request, _("The meeting is removed."))
    return redirect("petitions:case", code=code)


def _get(user, code):
    rows = PetitionCase.objects.visible_to(user).select_related("unit__parent", "responsible__unit", "resolution")
    return get_object_or_404(rows, code=code)


def _get_to_move(user, code):
    return get_object_or_404(PetitionCase.objects.visible_to(user).for_move(), code=code)


_MOVE_PAGES = MovePages(
    workflow=CASES,
    forms=FORMS,
    get=_get,
    get_held=_get_to_move,
    make=cases.make_move,
    # Whoever makes a move keeps the case, and sees the words in it.
    steps=lambda case, since: steps_of(case, named=True, since=since),
    context=lambda case: {"case": case, "tone": case_tone(case)},
    template="petitions/case_move.html",
    page="petitions:case",
)


@require_http_methods(["GET", "HEAD", "POST"])
def case_move(request, code, name):
    """Ask for what the move needs, then make it. A move of the table that is not this user's is 403."""
    return _MOVE_PAGES.answer(request, code, name)


def _get_kept(user, code):
    found = _get(user, code)
    if not permissions.can_edit_case(user, found):
        raise PermissionDenied
    return found


def _show(request, found, *, link_form=None, visit_form=None, meeting_form=None, status=200):
    """The page of a case; of what is linked each reader sees what they see elsewhere."""
    can_edit = permissions.can_edit_case(request.user, found)
    petitions = list(
        Petition.objects.visible_to(request.user)
        .filter(content__case=found)
        .with_naming(request.user)
        .with_list_columns()
    )
    # Words to be looked through are open to those who do that alone.
    named = can_edit or (not found.needs_review and any(row.names_shown for row in petitions))
    if named:
        record_read(request.user, found, on=timezone.localdate(), label=found.code)
    names = names_in([found])[found.pk]
    opinions = Opinion.objects.visible_to(request.user).filter(case_links__case=found)
    context = {
        "case": found,
        "tone": case_tone(found),
        "title": case_title(found, names, named=named),
        "named": named,
        "petitions": [(row, summary_words(row)) for row in petitions],
        "conferences": list(Conference.objects.visible_to(request.user).filter(case_links__case=found)),
        "opinions": [(row, text_words(row)) for row in opinions.select_related("current_text", "turn__speaker")],
        "can_edit": can_edit,
        "moves": _moves(request.user, found),
        "steps": steps_of(found, named=named),
        "link_form": link_form or LinkForm(),
        "visit_form": visit_form or VisitForm(initial={"version": found.version}),
        "meeting_form": meeting_form or MeetingForm(case=found, initial={"version": found.version}),
        "form": link_form or visit_form or meeting_form,
        **_words_of(found, names, named=named, is_closed=found.needs_review and not can_edit),
    }
    return render(request, "petitions/case_page.html", context, status=status)


def _moves(user, found):
    """(move, why it cannot be made yet) of those that are this user's."""
    return [(move, what_hinders(move, found)) for move in CASES.open_moves(user, found)]


def _words_of(found, names, *, named, is_closed):
    """Parties, visits and meetings in words; nothing of a case that has to be looked through first."""
    if is_closed:
        return {"parties": [], "visits": [], "meetings": []}
    parties = found.parties.select_related("organisation__unit")
    meetings = found.meetings.select_related("document").prefetch_related("parties__organisation__unit")
    return {
        "parties": [(row.get_part_display(), party_words(row, named=named)) for row in parties],
        "visits": [(row, told_words(row.result, names, named=named)) for row in found.visits.all()],
        "meetings": [
            (
                row,
                told_words(row.conclusion, names, named=named),
                [party_words(one, named=named) or one.get_part_display() for one in row.parties.all()],
            )
            for row in meetings
        ],
    }
