"""Lists of petitions on paper and as workbooks: whoever has a role that opens petitions gets what they see."""

from tests.permissions.rows import COMMISSION, Row

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

ROWS = [
    Row("petitions:petition_export", {200: READERS}, method="post", post_only=True),
]
