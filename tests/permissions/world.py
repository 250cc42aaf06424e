"""The world the permission table is asked in: the fixed cast, two sibling communes and the province above them."""

from types import SimpleNamespace

from tests.permissions.rows import CAST


def build_world(request):
    """Attributes: `people` (by name of the cast), `province`, `commune_a`, `commune_b`, `organisations`,
    `monkeypatch`.

    Rooms add their records in `furnish(world)` of their table.
    """
    get = request.getfixturevalue
    return SimpleNamespace(
        people={who: get(who) for who in CAST},
        province=get("province"),
        commune_a=get("commune_a"),
        commune_b=get("commune_b"),
        organisations=get("organisations"),
        monkeypatch=get("monkeypatch"),
    )
