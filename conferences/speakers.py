"""The speaker of an opinion and what was said, in words: open to those who see names, masked for everybody else.

Who sees names is decided by `OpinionQuerySet.with_naming`. Lists on the screen are masked for everyone: reading a name
is noted, and only the page of an opinion and an export note it.
"""

from django.utils.translation import gettext as _

from accounts.masking import mask_address, mask_name, mask_text

from .models import SpeakerKind


def speaker_words(opinion, *, named):
    """The speaker in one line, with post and place: "Nguyễn Văn An, Trưởng thôn, xóm 3", or masked."""
    speaker = getattr(opinion.turn, "speaker", None)
    if speaker is None:
        return _("(personal data erased)")
    name = speaker.delegate.person.full_name if speaker.delegate_id else speaker.full_name
    parts = [name if named else _masked(speaker, name)] if name else []
    parts += [speaker.capacity, speaker.address if named else mask_address(speaker.address)]
    if speaker.group_size:
        parts.append(_("%(count)d people") % {"count": speaker.group_size})
    if named:
        parts.append(speaker.phone)
    return ", ".join(filter(None, parts)) or _("(not given)")


def _masked(speaker, name):
    """A group is described by its members, "12 hộ dân cùng ông An": masked, nothing of the description stays."""
    return speaker.get_kind_display() if speaker.kind == SpeakerKind.GROUP else mask_name(name)


def speaker_in_list(opinion):
    """Who spoke, for a line of a list: the post, else the masked name. Reads no delegate, so costs no join."""
    speaker = getattr(opinion.turn, "speaker", None)
    if speaker is None:
        return ""
    who = speaker.capacity or _masked(speaker, speaker.full_name)
    if not who and speaker.kind != SpeakerKind.CITIZEN:
        who = speaker.get_kind_display()
    return ", ".join(filter(None, (str(who), mask_address(speaker.address))))


def text_words(opinion, *, named=False):
    """What was said; masked: without the speaker's own name, telephone and identity numbers."""
    return _said(opinion, opinion.current_text.text, named) if opinion.current_text_id else ""


def gloss_words(opinion, *, named=False):
    """The English gloss of what was said, masked like it."""
    return _said(opinion, opinion.current_text.gloss_en, named) if opinion.current_text_id else ""


def _said(opinion, text, named):
    if named:
        return text
    speaker = getattr(opinion.turn, "speaker", None)
    return mask_text(text, [speaker.full_name] if speaker else [])
