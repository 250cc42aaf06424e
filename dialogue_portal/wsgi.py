import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")

application = get_wsgi_application()

from .checks import refuse_demo_in_production  # noqa: E402  (needs the applications loaded)

refuse_demo_in_production()
