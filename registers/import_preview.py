"""The preview of an import: its rows by what they come to, one page of them at a time."""

from django.core.paginator import Paginator

PAGE = 100


def preview_context(request, rows, counts, *, labels, tones):
    """What the page of a preview shows of planned rows, each with its `fate`; `?fate=` asks for those of one."""
    shown = request.GET.get("fate", "")
    shown = shown if shown in counts else ""
    page = Paginator([row for row in rows if not shown or row.fate == shown], PAGE).get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        "rows": [(row, labels[row.fate], tones[row.fate]) for row in page.object_list],
        "fates": [(fate, labels[fate], count) for fate, count in counts.items()],
        "shown": shown,
        "counts": counts,
        "total": len(rows),
    }
