"""The registers are public record: everybody who signs in reads them; what changes them is in `/admin/`."""

from tests.permissions.rows import DONE, SIGNED_IN, Row


def unit(world):
    return {"pk": world.commune_a.pk}


def nothing(world):
    return {"pk": 999_999}


ROWS = [
    Row("registers:index", {DONE: SIGNED_IN}),
    Row("registers:unit_list", {200: SIGNED_IN}),
    Row("registers:unit_options", {200: SIGNED_IN}, query="?q=kim"),
    Row("registers:unit", {200: SIGNED_IN}, scope="any unit", kwargs=unit),
    Row("registers:unit", {404: SIGNED_IN}, scope="no unit", kwargs=nothing),
    Row("registers:organisation_list", {200: SIGNED_IN}),
    Row("registers:field_list", {200: SIGNED_IN}),
    Row("registers:rule_list", {200: SIGNED_IN}),
    Row("registers:reason_list", {200: SIGNED_IN}),
    Row("registers:calendar", {200: SIGNED_IN}),
]
