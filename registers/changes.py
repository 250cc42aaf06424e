"""What must follow when the calendar or a rule changes. Rooms above make theirs known in `AppConfig.ready`."""

_followers: dict[str, object] = {}


def register(name, follower):
    """`follower(days, keys, by)` is called within the transaction of the change.

    `days` are the dates of the calendar, `keys` those of the rules that were added, changed or removed. It returns a
    sentence for whoever made the change, or "".
    """
    _followers[name] = follower


def announce(*, days=(), keys=(), by=None):
    """Tell the rooms above of a change, within its transaction: the sentences for whoever made it."""
    days, keys = sorted(set(days)), sorted(set(keys))
    if not days and not keys:
        return []
    return [sentence for follower in _followers.values() if (sentence := follower(days, keys, by))]
