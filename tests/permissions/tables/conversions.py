"""An opinion turned into a petition: asked of whoever classifies it."""

from tests.permissions.rows import COMMISSION, Row
from tests.permissions.tables import opinions
from tests.permissions.tables.opinions import IN_AREA, READERS, opinion, version

KEEPERS = ("clerk", *COMMISSION)
OTHERS = tuple(who for who in READERS if who not in KEEPERS)


def furnish(world):
    opinions.furnish(world)


ROWS = [
    Row("petitions:opinion_to_petition", {200: KEEPERS, 403: OTHERS}, kwargs=opinion, **IN_AREA),
    Row(
        "petitions:opinion_to_petition",
        {422: KEEPERS, 403: OTHERS},
        kwargs=opinion,
        method="post",
        data=version,
        **IN_AREA,
    ),
]
