"""What events of this room name beside the fields of their models."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .rule_names import RULE_NAMES

WORDS = {
    **RULE_NAMES,
    "unit": _("unit"),
    "parent": _("belongs to"),
    "stored": _("content of the file"),
    "successor": _("successor"),
    "deleted": pgettext_lazy("trail", "deleted"),
}
