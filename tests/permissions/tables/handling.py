"""The work list and the quick jump: everybody signed in has them; what they hold is narrowed by reach."""

from tests.permissions.rows import SIGNED_IN, Row

ROWS = [
    Row("handling:work", {302: ("administrator",), 200: SIGNED_IN}),
    Row("handling:reminders_seen", {302: SIGNED_IN}, method="post"),
    Row("handling:jump", {200: SIGNED_IN}, query="?q=kim lien"),
]
