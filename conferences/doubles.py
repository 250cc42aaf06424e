"""What stands in the record already when it is written down again: the words of a speaker."""

from itertools import groupby

from dialogue_portal.text import fold_words

from .models import Opinion


def opinion_in_record(user, turn_data):
    """The first opinion of a turn with the same words, whatever the spelling, at the same conference, or received by
    the same unit on the same day; None where this user sees none. Words of two people who are both named are two.
    """
    seen = Opinion.objects.visible_to(user).exclude(current_text=None)
    if turn_data.conference:
        near = seen.filter(conference=turn_data.conference)
    else:
        near = seen.filter(conference=None, unit=turn_data.unit, raised_on=turn_data.taken_on)
    rows = near.select_related("current_text", "turn__speaker__delegate__person").order_by("turn", "item")
    said, speaker = [fold_words(item.text) for item in turn_data.items], _name_of(turn_data.speaker)
    for _turn, opinions in groupby(rows, key=lambda row: row.turn_id):
        first, *others = opinions
        there = _name_of(getattr(first.turn, "speaker", None))
        is_other = speaker and there and speaker != there
        if not is_other and said == [fold_words(row.current_text.text) for row in (first, *others)]:
            return first
    return None


def _name_of(speaker):
    """The folded name; empty when nobody is named."""
    if speaker is None:
        return []
    delegate = speaker.delegate
    return fold_words(delegate.person.full_name if delegate else speaker.full_name)
