"""Sets of people and memberships, and the one way an account is made."""

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dialogue_portal.text import fold_words


class UserQuerySet(models.QuerySet):
    def matching(self, words):
        """People whose full name or sign-in name has every word, by prefix and without diacritics."""
        found = self
        for word in fold_words(words):
            found = found.filter(folded_name__contains=f" {word}")
        return found

    def holding(self, *, on, role="", organisation=None):
        """People with a membership valid on the day `on`, of this role and organisation where given."""
        from .models import Membership

        held = Membership.objects.on(on).filter(user=OuterRef("pk"))
        if role:
            held = held.filter(role=role)
        if organisation is not None:
            held = held.filter(organisation=organisation)
        return self.filter(Exists(held))

    def with_memberships(self):
        return self.prefetch_related("memberships__organisation")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def get_by_natural_key(self, username):
        """Sign-in names know no capitals; what is typed is compared in lower case."""
        return self.get(username=self.model.normalize_username(username))

    def create_user(self, username, email="", password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), email=email, **fields)
        user.full_name = user.full_name or user.username
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, email="", password=None, **fields):
        fields.setdefault("is_superuser", True)
        return self.create_user(username, email, password, **fields)


def valid_on(day, prefix=""):
    """The condition that a membership gives its right on a day, both ends included; `prefix` leads to it by joins."""
    dated = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    return dated & Q(**{f"{prefix}valid_from__lte": day, f"{prefix}withdrawn_at__isnull": True})


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        """Memberships that give their right on a day; both ends of the dates are included."""
        return self.filter(valid_on(day))


#: From a body to the memberships of whoever acts for it: its own, and those of the bodies that succeeded it.
MEMBERSHIPS = ("memberships__", "successor__memberships__", "successor__successor__memberships__")
