"""The trail, as auditors read it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue_portal.templatetags.portal import vn

from .forms import EventFilter
from .models import AuditEvent
from .permissions import can_read_trail
from .wording import details_of, kind_of, label_of

PER_PAGE = 50
MOST_COUNTED = 10_000
_TOLD = ("action", "object_type", "object_id", "object_label")


class EventPaginator(Paginator):
    """Counts no further than people read: the trail has millions of rows, and a filter finds the older ones."""

    @cached_property
    def _counted(self):
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @property
    def count(self):
        return min(self._counted, MOST_COUNTED)

    @property
    def total_in_words(self):
        """ "more than 10,000", or nothing when the count is exact."""
        return _("more than %(number)s") % {"number": vn(MOST_COUNTED)} if self._counted > MOST_COUNTED else ""


@require_safe
def events(request):
    """The trail, newest first, without what stands apart."""
    if not can_read_trail(request.user):
        raise PermissionDenied
    form = EventFilter(request.GET)
    found = form.filter(AuditEvent.objects.in_order_of_time().select_related("actor"))
    context = _found(request, form, found)
    context["rows"] = [
        {"event": event, "kind": kind_of(event), "label": label_of(event), "details": details_of(event)}
        for event in context["page_obj"]
    ]
    return render(request, "audit/event_list.html", context)


@require_safe
def events_apart(request):
    """Who did what to records that stand apart, by days: no time and no request leads to what was done beside it."""
    if not can_read_trail(request.user):
        raise PermissionDenied
    form = EventFilter(request.GET)
    context = _found(request, form, form.filter(AuditEvent.objects.all()).apart())
    events = [(row, AuditEvent(**{name: row[name] for name in _TOLD})) for row in context["page_obj"]]
    context["rows"] = [
        {"found": row, "event": event, "kind": kind_of(event), "label": label_of(event)} for row, event in events
    ]
    return render(request, "audit/event_apart_list.html", context)


def _found(request, form, events):
    paginator = EventPaginator(events, PER_PAGE)
    return {
        "form": form,
        "page_obj": paginator.get_page(request.GET.get("page")),
        "total": paginator.total_in_words,
        "is_filtered": any(value for name, value in request.GET.items() if name in form.fields),
    }
