"""Uploading a register of petitions."""

from dialogue_portal.forms import dress
from registers.forms import WorkbookForm

from .owners import offer_owners, owner_field
from .secret import ForgetsRefused


class PetitionUploadForm(ForgetsRefused, WorkbookForm):
    """The workbook, and the body in whose book its rows are registered; the only one is not asked for."""

    owner = owner_field()
    field_order = ("owner", "file")

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        offer_owners(self, owners)
        dress(self)
