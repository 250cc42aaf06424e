"""Which cases a user sees: those of a petition, conference or opinion they see, and what their body answers for."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.reach import reach_of
from accounts.roles import Role
from conferences.models import Conference, Opinion


class CaseQuerySet(models.QuerySet):
    def for_move(self):
        """Rows locked until the transaction ends. Their keys stay free, so that what points to them can be written."""
        return self.select_for_update(no_key=True)

    def visible_to(self, user):
        """Cases of what the user sees, those of the bodies whose petitions the user keeps, and those that a body the
        user speaks for is responsible for."""
        from registers.models import Organisation

        from .models import CaseLink, Petition

        links = CaseLink.objects.filter(case=OuterRef("pk"))
        linked = Q(conference__in=Conference.objects.visible_to(user).values("pk"))
        linked |= Q(opinion__in=Opinion.objects.visible_to(user).values("pk"))
        reach = reach_of(user)
        kept = Organisation.objects.filter(pk__in=reach.bodies_of(Role.PETITION_OFFICER))
        return self.filter(
            Exists(Petition.objects.visible_to(user).filter(content__case=OuterRef("pk")))
            | Exists(links.filter(linked))
            | Q(unit__in=kept.values("unit"))
            | Q(responsible__in=reach.bodies_of(Role.FOCAL_POINT, Role.PETITION_OFFICER))
        )
