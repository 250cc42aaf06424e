"""The list of delegates of a conference: on the screen, on paper, as a workbook."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.masking import mask_name
from audit.actions import Action
from audit.downloads import file_response
from audit.services import record, record_read
from registers.spreadsheets import XLSX, Sheet, write_workbook

from ... import permissions
from ...delegate_sheets import headings, sheet_row, widths
from ...forms.delegates import DelegateFilter
from ...models.vocabulary import AttendanceStatus, DelegateGroup, Salutation
from ...overview import delegate_summary, most_held_posts
from ..conferences.access import get_conference

PAGE = 100
TONES = {
    AttendanceStatus.INVITED: "none",
    AttendanceStatus.ATTENDED: "ok",
    AttendanceStatus.EXCUSED: "soon",
    AttendanceStatus.ABSENT: "late",
    AttendanceStatus.SUBSTITUTED: "calm",
}
_PARTS = {"summary": "conferences/_delegate_figures.html", "groups": "conferences/_delegate_groups.html"}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def filtered(request, conference, data=None):
    """The form of the filters and the delegates that fit, in the order asked for."""
    form = DelegateFilter(request.GET if data is None else data)
    by_name = permissions.sees_delegates_by_name(request.user, conference)
    rows = form.filter(conference.delegates.all(), by_name=by_name)
    return form, rows.in_order(form.order).with_list_columns()


def person_name(person, by_name):
    """A name as this reader sees it."""
    return person.full_name if by_name else mask_name(person.full_name)


def row_context(delegate, *, by_name, can_edit):
    """What the fragment of one row reads."""
    return {
        "delegate": delegate,
        "name": person_name(delegate.person, by_name),
        "substitute": person_name(delegate.substitute, by_name) if delegate.substitute else "",
        "posts": [post.title for post in delegate.posts.all()],
        "organisation": organisation_of(delegate),
        "tone": TONES[delegate.status],
        "statuses": AttendanceStatus.choices,
        "can_edit": can_edit,
    }


def organisation_of(delegate):
    """The body their posts are in, where one is named."""
    return next((post.organisation for post in delegate.posts.all() if post.organisation_id), None)


@require_safe
def delegate_list(request, code):
    """Delegates with filters, order and attendance; `?part=` is a fragment with the figures or the groups alone."""
    conference = get_conference(request.user, code)
    by_name = permissions.sees_delegates_by_name(request.user, conference)
    can_edit = permissions.can_edit_conference(request.user, conference)
    summary = delegate_summary(conference)
    context = {"conference": conference, "summary": summary, "statuses": AttendanceStatus.choices}
    if request.htmx and request.GET.get("part") in _PARTS:
        return render(request, _PARTS[request.GET["part"]], {**context, "live": True})
    if by_name:
        record_read(request.user, conference, on=timezone.localdate(), label=conference.code)
    form, delegates = filtered(request, conference)
    page = Paginator(delegates, PAGE).get_page(request.GET.get("page"))
    context |= {
        "form": form,
        "page_obj": page,
        "rows": [row_context(row, by_name=by_name, can_edit=can_edit) for row in page.object_list],
        "posts": most_held_posts(conference),
        "can_edit": can_edit,
        "by_name": by_name,
        "last_import": conference.delegate_imports.exclude(confirmed_at=None).filter(undone_at=None).first(),
        "today": timezone.localdate(),
    }
    return render(request, "conferences/delegate_list.html", context)


@require_safe
def delegate_print(request, code):
    """The list as official papers have it: by groups with Roman numerals, in protocol order."""
    conference = get_conference(request.user, code)
    by_name = permissions.sees_delegates_by_name(request.user, conference)
    if by_name:
        record_read(request.user, conference, on=timezone.localdate(), label=conference.code)
    form, delegates = filtered(request, conference)
    by_group = {}
    for delegate in delegates:
        row = row_context(delegate, by_name=by_name, can_edit=False)
        by_group.setdefault(delegate.group, []).append(row)
    groups = [
        {"numeral": numeral, "label": group.label, "rows": by_group[group.value]}
        for numeral, group in zip(_ROMAN, [one for one in DelegateGroup if one.value in by_group], strict=False)
    ]
    context = {
        "conference": conference,
        "groups": groups,
        "summary": delegate_summary(conference),
        "venues": conference.venues.all(),
        "by_name": by_name,
        "form": form,
    }
    return render(request, "conferences/delegate_print.html", context)


@require_POST
def delegate_export(request, code):
    """What the list shows, all pages, in the format the import reads."""
    conference = get_conference(request.user, code)
    if not permissions.sees_delegates_by_name(request.user, conference):
        raise PermissionDenied
    _form, delegates = filtered(request, conference, QueryDict(request.POST.get("query", "")))
    rows = [sheet_row(number, one, organisation_of(one)) for number, one in enumerate(delegates, start=1)]
    record(Action.EXPORTED, conference, by=request.user, fields=["delegates"], label=conference.code)
    return workbook(rows, f"dai-bieu-{conference.code}.xlsx")


@require_safe
def delegate_template(request, code):
    """An empty workbook with the columns, and two rows that show how they are filled in."""
    conference = get_conference(request.user, code)
    if not permissions.can_edit_conference(request.user, conference):
        raise PermissionDenied
    group, status = DelegateGroup.COMMUNE.label, AttendanceStatus.INVITED.label
    unit = conference.unit.full_name()
    rows = [
        [
            1,
            "Nguyễn Văn An",
            str(Salutation.MR.label),
            _("Party Secretary; Chair of the People's Council"),
            "",
            unit,
            str(group),
            str(status),
            "",
        ],
        [
            2,
            "Trần Thị Bình",
            str(Salutation.MS.label),
            _("Chair of the People's Committee"),
            "",
            unit,
            str(group),
            str(status),
            "",
        ],
    ]
    return workbook(rows, "mau-danh-sach-dai-bieu.xlsx")


def workbook(rows, name):
    data = write_workbook([Sheet(_("Delegates"), headings(), rows, widths=widths())])
    return file_response(data, name=name, content_type=XLSX)
