from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Action(TextChoices):
    """The closed vocabulary of the audit trail."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    READ = "read", _("read personal data")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    PRINTED = "printed", _("printed")
    DOWNLOADED = "downloaded", _("downloaded")
    OVERRIDDEN = "overridden", _("overrode a rule")
    BUILT = "built", _("built")
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    SIGNED_OUT = "signed_out", _("signed out")
    LOCKED_OUT = "locked_out", _("was locked out")
    PASSWORD_SET = "password_set", _("set a password")
