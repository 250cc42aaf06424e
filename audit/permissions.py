"""Who reads the trail. The role is known by name: `accounts`, which defines it, lies above this room."""

AUDITOR = "auditor"


def can_read_trail(user):
    return user.is_authenticated and user.has_role(AUDITOR)
