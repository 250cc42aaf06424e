from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def demo_is_loaded(request):
    """Demonstration accounts are there, so its records are too. Production without a demo is not asked."""
    from .models import User

    return settings.DEMO and User.objects.filter(is_demo=True).exists()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and rights")

    def ready(self):
        from dialogue_portal import banner, navigation

        from .permissions import can_manage_people

        banner.register(demo_is_loaded)
        navigation.register(
            navigation.NavItem(
                "administration", _("People"), "accounts:people", order=10, icon="people", visible=can_manage_people
            )
        )
