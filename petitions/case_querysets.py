"""Which cases a user sees: those that a petition, conference or opinion they see belongs to."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.reach import reach_of
from accounts.roles import Role
from conferences.models import Conference, Opinion


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cases of what the user sees, and those of the bodies whose petitions the user keeps."""
        from registers.models import Organisation

        from .models import CaseLink, Petition

        links = CaseLink.objects.filter(case=OuterRef("pk"))
        linked = Q(conference__in=Conference.objects.visible_to(user).values("pk"))
        linked |= Q(opinion__in=Opinion.objects.visible_to(user).values("pk"))
        kept = Organisation.objects.filter(pk__in=reach_of(user).bodies_of(Role.PETITION_OFFICER))
        return self.filter(
            Exists(Petition.objects.visible_to(user).filter(content__case=OuterRef("pk")))
            | Exists(links.filter(linked))
            | Q(unit__in=kept.values("unit"))
        )
