"""Lists of petitions on paper and as workbooks: whoever has a role that opens petitions gets what they see."""

from tests.permissions.rows import COMMISSION, DONE, Row

READERS = (
    *COMMISSION,
    "supervisor",
    "auditor",
    "petition_officer",
    "clerk",
    "leader",
    "sibling_clerk",
    "registry_clerk",
    "focal_point",
    "other_focal_point",
)

#: Registers are for those who read statistics.
BOOKS = (*COMMISSION, "supervisor", "auditor", "petition_officer", "clerk", "leader", "sibling_clerk")


def furnish(world):
    from registers.models import RuleParameter
    from tests.conftest import SINCE

    RuleParameter.objects.get_or_create(
        key="report.closing_day", level="", valid_from=SINCE, defaults={"value": 14, "unit": "day_of_month"}
    )


def part(world):
    body = world.people["petition_officer"].memberships.get().organisation
    return {"format": "xlsx", "query": f"body={body.pk}&from=2026-10-01&to=2026-10-31"}


ROWS = [
    Row("petitions:petition_register", {200: BOOKS}),
    # Of a body that one does not read there is no book: back to the page.
    Row(
        "petitions:petition_register_file",
        {200: (*COMMISSION, "supervisor", "auditor", "petition_officer"), DONE: ("clerk", "leader", "sibling_clerk")},
        method="post",
        data=part,
        post_only=True,
    ),
    Row("petitions:petition_register_file", {404: BOOKS}, method="post", scope="no such format"),
    Row("petitions:petition_export", {200: READERS}, method="post", post_only=True),
]
