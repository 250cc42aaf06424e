"""What repeats the words of a record: papers, exports, cases it is linked to. Whoever keeps some tells here how to
take them away.

When the words of a record must go for good, these go in the same transaction. Rooms above register in
`AppConfig.ready`; this room names none of them.
"""

_erasers: dict[str, list] = {}


def register(kind, eraser):
    """`eraser(obj)` takes away every copy that its room made of the words of `obj`, a record of this kind."""
    known = _erasers.setdefault(kind, [])
    if eraser not in known:
        known.append(eraser)


def erase_copies(kind, obj):
    """Take away every copy of the words of a record, within the caller's transaction."""
    for eraser in _erasers.get(kind, []):
        eraser(obj)
