"""The count beside “My work”: what waits for this person, red when some of it is overdue; computed once a request."""

from django.utils import timezone

from . import worklist


def _waiting(request):
    if not hasattr(request, "_waiting_work"):
        request._waiting_work = worklist.waiting_counts(request.user, timezone.localdate())
    return request._waiting_work


def waiting_count(request):
    return _waiting(request)[0]


def work_is_late(request):
    return bool(_waiting(request)[1])
