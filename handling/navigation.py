"""The count beside “My work”: what is overdue or due in three days, computed once a request."""

from django.utils import timezone

from . import worklist


def _pressing(request):
    if not hasattr(request, "_pressing_work"):
        request._pressing_work = worklist.pressing(request.user, timezone.localdate())
    return request._pressing_work


def pressing_count(request):
    return sum(_pressing(request))


def work_is_late(request):
    return bool(_pressing(request)[0])
