from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("Petitions")

    def ready(self):
        from audit.apart import set_apart
        from audit.wording import name_facts
        from conferences import move_pages
        from conferences.models import Opinion
        from handling import book_files, copies, exports
        from jobs import schedule

        from . import recomputed, work
        from .exports import PETITIONS
        from .models import Petition, PetitionPaper, ReceptionTurn
        from .reception_register import REGISTER as RECEPTIONS
        from .register import REGISTER
        from .services.cases import take_opinion_out
        from .services.petition_import import discard_old_uploads
        from .statistics.navigation import register_statistics
        from .trail_words import WORDS

        name_facts(WORDS)
        set_apart("petitions.petition", Petition.objects.apart_in_trail)
        set_apart("registers.officialdocument", PetitionPaper.objects.documents_apart)
        set_apart("conferences.opinion", Opinion.objects.filter(petition__isnull=False).all)
        set_apart("petitions.receptionturn", ReceptionTurn.objects.denunciations)
        move_pages.register("turn_into_petition", "petitions:opinion_to_petition")
        copies.register("opinion", take_opinion_out)
        work.register()
        recomputed.register()
        register_statistics()
        exports.register(PETITIONS)
        book_files.register(REGISTER)
        book_files.register(RECEPTIONS)
        schedule.register("petition_uploads", discard_old_uploads)
