"""The dashboard and the summaries: for those who read a tree of units; papers: of commune A's conference."""

from tests.permissions.rows import COMMISSION, SIGNED_IN, Row
from tests.permissions.tables import conferences


def furnish(world):
    if not hasattr(world, "conference"):
        conferences.furnish(world)


#: Whoever reads a tree of units.
TREE = ("clerk", "leader", "sibling_clerk", *COMMISSION, "supervisor", "auditor")
KEEPERS = conferences.KEEPERS
READERS = conferences.READERS


def nowhere(world):
    return {"pk": 999_999}


def nowhere_file(world):
    return {"pk": 999_999, "file_format": "pdf"}


def conference(world):
    return {"code": world.conference.code}


def no_paper(world):
    return {"code": world.conference.code, "pk": 999_999}


ROWS = [
    Row("reports:dashboard", {200: TREE}),
    Row("reports:summary_list", {200: TREE}),
    Row("reports:summary_new", {200: TREE}),
    Row("reports:summary", {404: SIGNED_IN}, kwargs=nowhere, scope="no such summary"),
    Row("reports:summary_file", {404: SIGNED_IN}, kwargs=nowhere_file, scope="no such summary"),
    Row(
        "reports:paper_new",
        {404: KEEPERS, 403: READERS},
        others=404,
        kwargs=conference,
        scope="commune A, no such letterhead",
        method="post",
    ),
    Row(
        "reports:paper_file",
        {404: KEEPERS, 403: READERS},
        others=404,
        kwargs=no_paper,
        scope="commune A, no such paper",
    ),
]
