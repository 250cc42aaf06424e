"""Whether anything may have changed since figures were put together: read from the audit trail.

Every change of a record writes its event in the same transaction, so figures are good as long as the newest events are
the same ones. Numbers are given before a transaction commits: an event may turn up below the newest one, which shows
in the lowest of the newest few or in their number.
"""

from django.db.models import Count, Max, Min

from .actions import Action
from .models import AuditEvent

CHANGES = (Action.CREATED, Action.CHANGED, Action.MOVED, Action.IMPORTED, Action.PRINTED)
#: A transaction that commits so many events late would go unnoticed until the time limit of what is kept.
NEWEST = 200


def newest_changes():
    """What tells one state of the records from another, as text; "" when nothing was ever recorded."""
    newest = AuditEvent.objects.filter(action__in=CHANGES).order_by("-pk")[:NEWEST]
    found = newest.aggregate(lowest=Min("pk"), highest=Max("pk"), number=Count("pk"), at=Max("at"))
    if not found["number"]:
        return ""
    return f"{found['lowest']}-{found['highest']}-{found['number']}-{found['at'].timestamp()}"
