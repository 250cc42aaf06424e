"""Which stored reports a user sees."""

from django.db import models

from accounts.reach import reach_of


class SummaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Summaries of the units the user reads."""
        reach = reach_of(user)
        if not reach.tree_unit_ids:
            return self.none()
        return self.filter(unit__in=reach.unit_rows())
