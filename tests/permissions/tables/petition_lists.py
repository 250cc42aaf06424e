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
    from tests.petitions.conftest import RULES
    from tests.petitions.petition_roads import C, Road

    rules = {key: rule for key, rule in RULES.items() if key in ("petition.process", "petition.notice")}
    for key, (value, unit) in {**rules, "report.closing_day": (14, "day_of_month")}.items():
        RuleParameter.objects.get_or_create(
            key=key, level="", valid_from=SINCE, defaults={"value": value, "unit": unit}
        )
    road = Road(world.organisations["BTGDV"], {"officer": world.people["petition_officer"]}, None, None)
    road.registered(C)


def part(world):
    return {"format": "xlsx", "query": f"body={world.organisations['BTGDV'].pk}&from=2026-10-01&to=2026-10-31"}


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
