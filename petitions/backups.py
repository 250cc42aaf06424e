"""What backups still hold of words that were erased here, and until when."""

from datetime import timedelta

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _


def what_backups_hold(on):
    """The sentence on the backups of what is erased on the day `on`.

    The portal makes no backups: the province does, and sets `BACKUP_KEEP_DAYS` to the days that it keeps them. Where
    nobody has set it, that is said.
    """
    days = settings.BACKUP_KEEP_DAYS
    if not days:
        return _(
            "Backups made before hold them until they are overwritten. For how many days the province keeps backups "
            "has not been entered here: the administrator tells."
        )
    last = formats.date_format(on + timedelta(days=days), "SHORT_DATE_FORMAT")
    return _("Backups made before hold them until %(day)s at the latest: they are kept for %(days)d days.") % {
        "day": last,
        "days": days,
    }
