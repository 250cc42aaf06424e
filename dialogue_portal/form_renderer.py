"""Writes the controls of forms: the same markup as Django's templates for them, without a template for every option.

A list with filters has some sixty controls and options; rendering a template for each made a third of the page.
"""

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

_WIDGETS = "django/forms/widgets/"


class ControlRenderer(TemplatesSetting):
    """Django's renderer, with inputs, selects and boxes written here; every other template is rendered as before."""

    def render(self, template_name, context, request=None):
        write = _WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _attributes(widget):
    """As `attrs.html`: False leaves the attribute out, True writes its name alone."""
    written = []
    for name, value in widget["attrs"].items():
        if value is True:
            written.append(f" {conditional_escape(name)}")
        elif value is not False:
            written.append(f' {conditional_escape(name)}="{conditional_escape(value)}"')
    return mark_safe("".join(written))


def _input(widget):
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def _box(widget):
    """One of several boxes; with `wrap_label` its label goes around it."""
    box = _input(widget)
    if not widget["wrap_label"]:
        return box
    id_ = widget["attrs"].get("id")
    aim = format_html(' for="{}"', id_) if id_ else ""
    return format_html("<label{}>{} {}</label>", aim, box, widget["label"])


def _select(widget):
    options = []
    for group, choices, _index in widget["optgroups"]:
        written = [_option(option) for option in choices]
        if group:
            written = [format_html('\n  <optgroup label="{}">', group), *written, "\n  </optgroup>"]
        options += written
    attributes = _attributes(widget)
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], attributes, mark_safe("".join(options)))


def _option(option):
    return format_html('\n  <option value="{}"{}>{}</option>', option["value"], _attributes(option), option["label"])


_INPUTS = ("text", "number", "email", "url", "tel", "search", "color", "hidden", "password", "checkbox")
_WRITERS = {
    **{f"{_WIDGETS}{name}.html": _input for name in _INPUTS},
    **{f"{_WIDGETS}{name}_option.html": _box for name in ("checkbox", "radio")},
    f"{_WIDGETS}select.html": _select,
}
