"""What events of petitions name beside the fields of their models."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "case": _("case"),
    "content": _("content"),
    "day": _("day"),
    "days": _("number of days"),
    "decline_reason": _("reason for declining"),
    "eligible": _("conditions for processing"),
    "facts": _("content of the statement"),
    "finding": _("finding"),
    "ground": _("ground"),
    "links": _("what belongs to the case"),
    "marked": _("marks set"),
    "meetings": _("working meetings"),
    "petitions": _("list of petitions"),
    "people": _("number of people received"),
    "parties": _("parties"),
    "register_of_petitions": _("register of petitions"),
    "register_of_receptions": _("register of receptions"),
    "way": _("way of publication"),
    "unmarked": _("marks taken back"),
    "visits": _("visits on the spot"),
}
