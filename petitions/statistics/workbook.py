"""A statistical form as a workbook, laid out as on paper."""

from django.utils.translation import gettext as _

from dialogue_portal.text import slug
from registers.spreadsheets import Sheet, write_workbook


def file_stem(form):
    return f"{slug(form.layout.code)}-{form.period.first:%Y%m%d}-{form.period.last:%Y%m%d}"


def form_workbook(form, body):
    """The bytes of a workbook: the form of a body, or of all, and beside it differences and notes."""
    columns = form.layout.columns
    rows = [[line.number, str(line.label), *cells] for line, cells in form.rows()]
    sheets = [
        Sheet(
            form.layout.code,
            [_("No."), _("Body"), *[column.label for column in columns]],
            rows,
            widths=[6, 36, *[11] * len(columns)],
            title=f"{form.layout.code} {form.layout.title} – {body or _('All bodies')} – {form.period.label} "
            f"({form.period.days}); {_('Thông tư 01/2024/TT-TTCP, not verified')}",
            over=[("", 2), *form.layout.heads()],
            under=[
                ["", "", *[str(column.number) for column in columns]],
                ["", "", *["".join(f"={part}" for part in parts) for parts in form.layout.formulas()]],
            ],
        )
    ]
    sentences = [
        _("%(line)s: %(equation)s does not hold: %(left)d and %(right)d.")
        % {"line": one.label, "equation": one.equation, "left": one.left, "right": one.right}
        for one in form.differences()
    ]
    if sentences or form.notes:
        sheets.append(Sheet(_("Notes"), [_("Notes")], [[text] for text in (*sentences, *form.notes)], widths=[120]))
    return write_workbook(sheets)
