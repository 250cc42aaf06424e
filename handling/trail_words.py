"""What moves of handled work name in their events."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "organisation": _("organisation"),
    "lead": _("lead"),
    "former_lead": _("former lead"),
    "coordinators": _("coordinating bodies"),
    "due_on": _("due date"),
    "reply_due_on": _("reply awaited from"),
    "addressee": _("addressee"),
    "document": _("document"),
    "attachments": _("files"),
}
