"""People of a conference: persons, their posts (several at once), and the delegates they are at a conference.

Names sit here and nowhere else, so that personal data can be erased without touching history or audit.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import fold, name_key

from ..delegate_querysets import DelegateQuerySet
from .vocabulary import AttendanceStatus, DelegateGroup, Salutation


class Person(models.Model):
    full_name = LineField(_("full name"), max_length=120)
    salutation = models.CharField(_("form of address"), max_length=2, choices=Salutation.choices, blank=True)
    # Derived from the name by `conferences.services.people`; stored so that both databases sort and search alike.
    sort_key = models.CharField(max_length=300, blank=True, editable=False)
    folded_name = models.CharField(max_length=130, blank=True, editable=False, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.full_name

    def set_name(self, full_name):
        """Set the name with its derived keys; the caller saves."""
        self.full_name = full_name
        self.sort_key = name_key(full_name)[:300]
        self.folded_name = fold(full_name)[:130]


class Post(models.Model):
    """A post a person holds or held. One person may hold several at once (Party secretary and council chair)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    title = LineField(_("post"), max_length=160)
    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField(_("protocol rank"), default=500)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "title", "unit"], name="post_once_per_person_and_unit")
        ]

    def __str__(self):
        return self.title


class Delegate(models.Model):
    """A person at a conference: counted once as a person, and once under each post."""

    conference = models.ForeignKey("conferences.Conference", models.CASCADE, related_name="delegates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    unit = models.ForeignKey("registers.AdministrativeUnit", models.PROTECT, null=True, blank=True, related_name="+")
    posts = models.ManyToManyField(Post, blank=True, related_name="delegations")
    group = models.CharField(_("group"), max_length=12, choices=DelegateGroup.choices, default=DelegateGroup.COMMUNE)
    status = models.CharField(
        _("attendance"), max_length=12, choices=AttendanceStatus.choices, default=AttendanceStatus.INVITED
    )
    substitute = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="substitutions", verbose_name=_("substitute")
    )
    position = models.PositiveIntegerField(_("place in the list"), default=0)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "person"], name="delegate_once_per_conference"),
            models.CheckConstraint(
                condition=models.Q(status="substituted", substitute__isnull=False)
                | (~models.Q(status="substituted") & models.Q(substitute__isnull=True)),
                name="delegate_substitute_exactly_when_substituted",
            ),
        ]

    def __str__(self):
        return str(self.person_id)
