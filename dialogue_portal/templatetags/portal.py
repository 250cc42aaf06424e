"""Tags and filters of the components: addresses that keep filters, numbers, rates, due dates in words, icons."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

SOON_DAYS = 3
# Upper ends of the first six colour steps of a rate, in percent; what is above the last has step 7.
RATE_STEPS = (60, 75, 85, 90, 94, 97)
NOTHING = "–"
# Errors that Django finds in a value by itself.
_OF_VALUES = ("required", "invalid", "invalid_choice", "min_value", "max_value")


@register.simple_tag(takes_context=True)
def query_string(context, **changes):
    """The present query string with `changes`: None or "" removes a parameter, a list repeats it.

    `page` is dropped unless it is given, since another filter or order has other pages.
    """
    query = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "" or value == []:
            query.pop(key, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(key, value)
        else:
            query[key] = value
    return "?" + query.urlencode()


@register.filter
def errors_in_words(field):
    """The errors of a field for the summary. Of a hidden one nobody can "fill in this field": it says what to do."""
    if not field.is_hidden:
        return field.errors
    lost = _("Part of the form did not arrive. Send it again; if this is said again, open the page anew.")
    said = [[lost] if error.code in _OF_VALUES else error.messages for error in field.errors.as_data()]
    return dict.fromkeys(sentence for sentences in said for sentence in sentences)


@register.filter
def vn(value):
    """A number as the active language writes it: 23.345 or 1.234,5 in Vietnamese. None is "–"."""
    if value is None or value == "":
        return NOTHING
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def vn_or_words(value):
    """`vn` for numbers; words ("more than 10.000") stay as they are."""
    return value if isinstance(value, str) else vn(value)


def _percent(numerator, denominator):
    """Percent with one decimal, halves rounded up; None when there is nothing to divide."""
    if numerator in (None, "") or not denominator:
        return None
    share = Decimal(str(numerator)) * 100 / Decimal(str(denominator))
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@register.filter
def percent_of(numerator, denominator):
    """`{{ 22163|percent_of:23345 }}` is "94,9%" in Vietnamese; a denominator of 0 or nothing prints "–"."""
    percent = _percent(numerator, denominator)
    return NOTHING if percent is None else f"{formats.number_format(percent, decimal_pos=1, use_l10n=True)}%"


@register.filter
def share_of(numerator, denominator):
    """The same rate for an attribute of SVG: "94.9", between 0 and 100, never localised."""
    percent = _percent(numerator, denominator)
    return "0" if percent is None else str(min(max(percent, Decimal(0)), Decimal(100)))


@register.filter
def rate_step(numerator, denominator):
    """The colour step of a rate, 1 (poorest) to 7 (best), for `step-1` to `step-7`; 0 when there is no rate."""
    percent = _percent(numerator, denominator)
    if percent is None:
        return 0
    return 1 + sum(percent >= end for end in RATE_STEPS)


def _as_day(value):
    if isinstance(value, datetime):
        return localtime(value).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None


@register.filter
def due_words(day, today):
    """ "Overdue by 6 days", "Due today", "2 days left": calendar days between `today` and the due date."""
    due, on = _as_day(day), _as_day(today)
    if due is None or on is None:
        return _("No due date")
    days = (due - on).days
    if days < 0:
        return ngettext("Overdue by %(days)d day", "Overdue by %(days)d days", -days) % {"days": -days}
    if days == 0:
        return _("Due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def due_tone(day, today):
    """Tone of a due date: late when past, soon within three days, ok later, none without one."""
    due, on = _as_day(day), _as_day(today)
    if due is None or on is None:
        return "none"
    days = (due - on).days
    return "late" if days < 0 else "soon" if days <= SOON_DAYS else "ok"


@register.simple_tag
def due_badge(due_on, today, done_on=None, stopped_on=None):
    """The badge of a due date; with `done_on` it says whether the work was done in time, with `stopped_on` that its
    clock stands."""
    due, done = _as_day(due_on), _as_day(done_on)
    if done is None and stopped_on:
        tone, words = "none", _("Clock stopped")
    elif done is None:
        tone, words = due_tone(due_on, today), due_words(due_on, today)
    elif due is None:
        tone, words = "none", _("Done")
    elif done <= due:
        tone, words = "ok", _("On time")
    else:
        days = (done - due).days
        tone, words = "soon", ngettext("Done %(days)d day late", "Done %(days)d days late", days) % {"days": days}
    return format_html('<span class="tag {}">{}</span>', tone, words)


@register.simple_tag
def tag(text, tone="none"):
    """A status in words and colour. Tones: late, soon, ok, calm, none."""
    return format_html('<span class="tag {}">{}</span>', tone or "none", text)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, css=""):
    """An icon of `static/icons.svg`, hidden from screen readers: the words beside it say what it means."""
    if not name:
        return ""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f"icon {css}".strip(),
        static("icons.svg"),
        name,
    )


@lru_cache(maxsize=64)
def _rendered(template_name, language):
    return get_template(template_name).render({})


@register.simple_tag
def still(template_name):
    """A part of every page that differs by language only: rendered once per process and language.

    Head and dialogs make two thirds of the cost of an empty page. The template gets no context and no request.
    """
    if settings.DEBUG:
        return get_template(template_name).render({})
    return _rendered(template_name, get_language())


@register.simple_tag
def session_idle_seconds():
    """After so many seconds without a request a session ends; session.js warns before."""
    return str(settings.SESSION_IDLE_SECONDS)


@register.filter
def initial(full_name):
    """The first letter of the given name, by which people are addressed: "Nguyễn Văn An (minh họa)" is "A"."""
    parts = str(full_name or "").partition("(")[0].split()
    return parts[-1][:1].upper() if parts else "?"


@register.filter
def page_numbers(page):
    """Page numbers around the present one; None stands for a gap."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in pages]


class CaptureNode(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist = nodelist
        self.name = name

    def render(self, context):
        # Every value within has been escaped by its own node.
        context[self.name] = mark_safe(self.nodelist.render(context).strip())
        return ""


@register.tag
def capture(parser, token):
    """`{% capture heading %}…{% endcapture %}` keeps a rendered part, so that the title and the h1 say the same."""
    try:
        _tag, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("capture takes one name.") from None
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)
