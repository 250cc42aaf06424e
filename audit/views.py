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
    if not can_read_trail(request.user):
        raise PermissionDenied
    form = EventFilter(request.GET)
    found = form.filter(AuditEvent.objects.select_related("actor"))
    paginator = EventPaginator(found, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [
            {"event": event, "kind": kind_of(event), "label": label_of(event), "details": details_of(event)}
            for event in page
        ],
        "total": paginator.total_in_words,
        "is_filtered": any(value for name, value in request.GET.items() if name in form.fields),
    }
    return render(request, "audit/event_list.html", context)
