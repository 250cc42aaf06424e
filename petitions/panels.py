"""What petitions add to the pages of the rooms below."""

from handling.panels import Panel
from handling.panels import register as register_panel

from .models import Petition


def petition_of(request, opinion):
    """The petition that an opinion was turned into, to whoever sees it; None for all else, and no query."""
    if not opinion.is_petition:
        return None
    found = Petition.objects.visible_to(request.user).filter(opinion=opinion).first()
    return found and {"petition": found}


def register():
    register_panel(Panel("opinion", "petition", "petitions/_opinion_petition.html", petition_of, place="side"))
