"""The speaker of an opinion in words: by name for those who may see it, masked for everybody else and in lists."""

from django.utils.translation import gettext as _

from accounts.masking import mask_address, mask_name, mask_text
from accounts.reach import reach_of
from accounts.roles import Role
from registers.models import AdministrativeUnit

from . import permissions
from .models import Conference, SpeakerKind


def speaker_words(opinion, *, named):
    """The speaker in one line, with post and place: "Nguyễn Văn An, Trưởng thôn, xóm 3", or masked."""
    speaker = getattr(opinion.turn, "speaker", None)
    if speaker is None:
        return _("(personal data erased)")
    name = speaker.delegate.person.full_name if speaker.delegate_id else speaker.full_name
    parts = [name if named else mask_name(name)] if name else []
    parts += [speaker.capacity, speaker.address if named else mask_address(speaker.address)]
    if speaker.group_size:
        parts.append(_("%(count)d people") % {"count": speaker.group_size})
    if named:
        parts.append(speaker.phone)
    return ", ".join(filter(None, parts)) or _("(not given)")


def speaker_in_list(opinion):
    """Who spoke, for a line of a list: the post, else the masked name. Reads no delegate, so costs no join."""
    speaker = getattr(opinion.turn, "speaker", None)
    if speaker is None:
        return ""
    who = speaker.capacity or mask_name(speaker.full_name)
    if not who and speaker.kind != SpeakerKind.CITIZEN:
        who = speaker.get_kind_display()
    return ", ".join(filter(None, (str(who), mask_address(speaker.address))))


def text_words(opinion, *, named):
    """What was said; for those who see no names without the speaker's own, telephone and identity numbers."""
    if not opinion.current_text_id:
        return ""
    text = opinion.current_text.text
    if named:
        return text
    speaker = getattr(opinion.turn, "speaker", None)
    return mask_text(text, [speaker.full_name] if speaker else [])


def masks_texts(user):
    """Whether lists mask what was said: for those whose roles open no names anywhere (supervisor, auditor)."""
    return not reach_of(user).has(*permissions.NAMING_ROLES, Role.FOCAL_POINT, Role.CONFERENCE_SECRETARY)


class NamedOpinions:
    """Says of many opinions whether this user sees the speaker by name, in two queries for all of them.

    The same answer as `permissions.sees_personal_data`, which asks about one.
    """

    def __init__(self, user):
        self.reach = reach_of(user)
        roots = self.reach.owning_units_for(*permissions.NAMING_ROLES)
        units = AdministrativeUnit.objects.within_any(roots) if roots else AdministrativeUnit.objects.none()
        self.units = set(units.values_list("pk", flat=True))
        served = Conference.objects.none()
        if self.reach.serves_conferences:
            served = Conference.objects.editable_by(user).filter(staff__user=user)
        self.conferences = set(served.values_list("pk", flat=True))

    def __contains__(self, opinion):
        # A commune whose body leads keeps its own unit's records, so only focal points are left to ask.
        return (
            opinion.unit_id in self.units
            or opinion.conference_id in self.conferences
            or self.reach.speaks_for(opinion.handling.lead_id)
        )
