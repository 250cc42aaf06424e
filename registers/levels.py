from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Levels of administration, highest first. Districts ended on 30/06/2025; records of theirs remain."""

    CENTRAL = "central", _("Central level")
    PROVINCE = "province", _("Provincial level")
    DISTRICT = "district", _("District level")
    COMMUNE = "commune", _("Commune level")
