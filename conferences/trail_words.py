"""What events of conferences and opinions name beside the fields of their models."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "opinions": _("list of opinions"),
    "conferences": _("list of conferences"),
    "delegates": _("list of delegates"),
    "attendance": _("attendance"),
    "staff": _("secretaries"),
    "chairs": _("chairs"),
    "committee": _("organising committee"),
    "venues": _("places"),
    "removed": _("taken off the list"),
    "person": _("full name"),
    "posts": _("posts"),
    "full_name": _("full name"),
    "salutation": _("form of address"),
    "text": _("text"),
    "gloss_en": _("English gloss"),
    "speaker": _("speaker"),
    "capacity": _("capacity"),
    "address": _("village or address"),
    "phone": _("telephone"),
    "group_size": _("number of people"),
    "conference": _("conference"),
    "in_hall": _("answered in the hall"),
    "refusal_reason": _("reason for refusing"),
    "withdrawn_outcome": _("outcome withdrawn"),
    "former_field": _("former field"),
    "former_level": _("former competent level"),
    "petition": _("petition"),
}
