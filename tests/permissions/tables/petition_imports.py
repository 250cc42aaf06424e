"""Importing a register of petitions: the officers of the bodies that register; an upload is its uploader's alone."""

from tests.permissions.rows import DONE, Row

KEEPERS = ("petition_officer",)


def furnish(world):
    from petitions.services.petition_import import start_import

    world.upload = start_import(world.organisations["BTGDV"], [], by=world.people["petition_officer"])


def upload(world):
    return {"pk": world.upload.pk}


ROWS = [
    Row("petitions:petition_import", {200: KEEPERS}),
    Row("petitions:petition_import", {422: KEEPERS}, scope="nothing sent", method="post"),
    Row("petitions:petition_template", {200: KEEPERS}),
    Row("petitions:petition_import_preview", {200: KEEPERS}, scope="their own", kwargs=upload),
    Row("petitions:petition_import_preview", {DONE: KEEPERS}, scope="their own", kwargs=upload, method="post"),
    Row("petitions:petition_import_preview", {404: KEEPERS}, scope="nobody's", kwargs=lambda world: {"pk": 0}),
    Row(
        "petitions:petition_import_discard",
        {DONE: KEEPERS},
        scope="their own",
        kwargs=upload,
        method="post",
        post_only=True,
    ),
]
