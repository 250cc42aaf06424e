"""Knowing a row of a register again when the petition itself cannot tell any more.

Words of a petition are corrected, or erased when it turns out to be a denunciation. Were a sheet that still holds them
imported again, the petition would come back with its sender. So each imported row, and each letter before what it is
known by is corrected or erased, leaves a mark: a digest under the portal's secret key, which no database and no dump
holds. It leads nowhere.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac

from dialogue_portal.text import fold_words

from ..models import RowMark
from .registering import folded_name

_SALT = "petitions.row_marks"
#: Ông, bà: as names are folded.
_TITLES = ("ong", "ba")


def key_of_row(received_on, senders, content):
    """By what a letter is known again: its day, the names of its senders and what it says, whatever the spelling, the
    order of the names, and “Ông” or “Bà” before them."""
    names = sorted(_without_title(folded_name(name)) for name in senders)
    return received_on, "; ".join(names), " ".join(fold_words(content))


def _without_title(name):
    title, _space, rest = name.partition(" ")
    return rest if rest and title in _TITLES else name


def key_of(petition):
    """The same of a registered petition; of a denunciation by the number of its paper file."""
    if petition.content is None:
        return key_of_row(petition.received_on, (), petition.paper_file)
    names = [sender.full_name for sender in petition.content.senders.all()]
    return key_of_row(petition.received_on, names, petition.content.summary)


def leave_mark_of(petition):
    """Note what a petition of today is known by, before that changes or goes."""
    leave_marks(petition.owner, [key_of(petition)])


def leave_mark_of_change(petition, key):
    """Note what a petition was known by, once it is known by something else: a mark says that this stands no more."""
    if key_of(petition) != key:
        leave_marks(petition.owner, [key])


def leave_marks(owner, keys):
    """Note that rows of these keys stood in the register of a body; what is noted already stays."""
    RowMark.objects.bulk_create(
        [RowMark(owner=owner, digest=_digest(key)) for key in keys], ignore_conflicts=True, batch_size=1000
    )


def marked(owners, keys):
    """Those of the keys whose rows stood in the register of one of these bodies, in one query."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = {_digest(key, secret): key for key in keys for secret in secrets}
    found = RowMark.objects.filter(owner__in=owners, digest__in=digests)
    return {digests[digest] for digest in found.values_list("digest", flat=True)}


def _digest(key, secret=None):
    told = "\n".join([key[0].isoformat(), *key[1:]])
    return salted_hmac(_SALT, told, secret=secret, algorithm="sha256").hexdigest()
