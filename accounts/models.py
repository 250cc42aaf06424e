"""People who sign in, and the dated memberships that give them their rights."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineField
from dialogue_portal.text import clean_line, fold_words, name_in_language, name_key

from .managers import MembershipQuerySet, UserManager
from .reach import reach_of
from .roles import REACH, Role

username_validator = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]*\Z",
    _("A user name has small letters without diacritics, digits, dots, hyphens and underscores."),
)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Rights come from memberships; a superuser is a system administrator, no more."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[username_validator],
        error_messages={"unique": _("Somebody already has this user name.")},
    )
    full_name = LineField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    # Given name first, in Vietnamese order, the same on every database.
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)
    # " nguyen van minh tinh lanhdao": words without diacritics, each after a space, so that prefixes match.
    folded_name = models.CharField(max_length=250, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must choose a password"), default=False)
    is_demo = models.BooleanField(_("demonstration account"), default=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_signs_in_with_small_letters"),
            models.CheckConstraint(condition=~Q(full_name=""), name="user_has_a_full_name"),
        ]

    def __str__(self):
        return self.full_name

    def clean(self):
        super().clean()
        self.username = self.normalize_username(self.username)

    def save(self, *args, **kwargs):
        """Keeps the stored keys of the name beside the name; holds no rule."""
        self.write_name_keys()
        super().save(*args, **kwargs)

    def write_name_keys(self):
        """Sort and search keys of the present name; callers of `bulk_create` and `update_fields` use it themselves."""
        self.full_name = clean_line(self.full_name)
        # Folding can lengthen odd letters; the cut keeps a strange name from being an error.
        # A note in brackets ("(minh họa)") is no part of the name, whose last word decides the order.
        self.sort_key = name_key(self.full_name.partition("(")[0] or self.full_name)[:500]
        self.folded_name = (" " + " ".join(fold_words(f"{self.full_name} {self.username}")))[:250]

    @classmethod
    def normalize_username(cls, username):
        return super().normalize_username(username).strip().lower()

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name

    def has_role(self, *roles):
        """True when a membership of today gives one of the roles. One query per user instance and day."""
        return reach_of(self).has(*roles)

    @property
    def is_staff(self):
        """Who may enter `/admin/`, which holds the registers only."""
        return self.is_active and self.has_role(Role.ADMINISTRATOR)

    def has_perm(self, perm, obj=None):
        """In `/admin/`: administrators keep the registers. The rooms ask `reach_of`, never this."""
        return self.is_staff and perm.partition(".")[0] == "registers"

    def has_module_perms(self, app_label):
        return self.is_staff and app_label == "registers"

    @property
    def role_line(self):
        """What the top bar says: "Commission specialist, <organisation>", one part per membership of today."""
        parts = [
            gettext("%(role)s, %(organisation)s") % {"role": role.label, "organisation": name_in_language(*names)}
            for role, *names in reach_of(self).held
        ]
        if not parts and self.is_superuser:
            parts = [str(Role.ADMINISTRATOR.label)]
        return "; ".join(parts)


class Membership(models.Model):
    """A role in an organisation for a time. Ended, never deleted: it says who had which right when."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    organisation = models.ForeignKey(
        "registers.Organisation", models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    valid_from = models.DateField(_("from"))
    # The last day; empty means without end.
    valid_until = models.DateField(_("until"), null=True, blank=True)
    # Taken away at once: from this moment it gives nothing, whatever the dates say.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_has_a_known_role"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(valid_until__isnull=True, withdrawn_at__isnull=True),
                name="membership_open_once",
                violation_error_message=_("This person already has this role here."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.organisation}"

    @property
    def reach_kind(self):
        return REACH[Role(self.role)]

    def is_valid(self, on):
        """Gives its right on the day `on`."""
        return (
            self.withdrawn_at is None and self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)
        )

    def has_ended(self, on):
        """Gave its right until a day before `on`, or was withdrawn."""
        return self.withdrawn_at is not None or (self.valid_until is not None and self.valid_until < on)
