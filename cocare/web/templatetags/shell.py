"""The pieces of the design that templates use. What each looks like is in docs/pages.md."""

import json

from django import template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField, widgets
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import to_locale

from cocare.web import charts, date_text
from cocare.web.initials import initials
from cocare.web.style_sheets import loaded_style_sheets

register = template.Library()
register.filter("moment", date_text.moment_text)
register.filter("day", date_text.day_text)

CAP = 99


@register.simple_tag
def icon(name: str, size: str = "") -> str:
    """An icon of icons.svg, hidden from screen readers. `size` is empty, "s" or "l"."""
    modifier = f" icon--{size}" if size else ""
    source = static("icons.svg")
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', modifier, source, name)


@register.simple_tag
def stylesheets() -> str:
    """The links to the style sheets that every page loads."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in loaded_style_sheets())
    )


@register.simple_tag
def logo() -> str:
    return format_html('<svg class="logo" aria-hidden="true"><use href="{}#logo"/></svg>', static("icons.svg"))


@register.simple_tag
def avatar(name: str, tone: str = "", *, small: bool = False, last: bool = False, text: str = "") -> str:
    """A person's or a class's initials in the project's berry shape."""
    modifiers = (f" avatar--{tone}" if tone else "") + (" avatar--s" if small else "")
    shown = text or initials(str(name), last=last)
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', modifiers, shown)


@register.simple_tag(name="moment")
def moment_tag(when) -> str:
    """The moment inside a <time> that machines can read."""
    if when is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), date_text.moment_text(when))


@register.simple_tag
def url_or_empty(name: str, *args, **kwargs) -> str:
    """The address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("_back.html")
def back(name: str, *args, **kwargs) -> dict:
    """The way back to a named page, or to a path that starts with a slash."""
    return {"url": name if name.startswith("/") else reverse(name, args=args, kwargs=kwargs)}


@register.filter
def as_json(value) -> str:
    """Plain data for a data-* attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def html_lang(code: str) -> str:
    """Django's language code the way HTML writes it: zh-Hans."""
    return to_locale(code).replace("_", "-")


@register.filter
def capped(count: int) -> str:
    """A count that fits into a badge."""
    return str(count) if count <= CAP else f"{CAP}+"


@register.filter
def errors_only(messages) -> list:
    """The queued messages that must stay on the page. The others stay queued for the toasts."""
    kept: list[Message] = []
    rest: list[Message] = []
    for message in messages or ():
        (kept if message.level >= constants.ERROR else rest).append(message)
    if messages:
        messages.held = rest
    return kept


@register.filter
def without_errors(messages) -> list:
    """The queued messages that pass by as toasts."""
    held = getattr(messages, "held", None)
    if held is not None:
        return held
    return [message for message in messages or () if message.level < constants.ERROR]


@register.inclusion_tag("_pager.html", takes_context=True)
def pager(context: dict, page, name: str = "page") -> dict:
    """Previous and next of a `core.pagination` page; other query parameters are kept."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = number
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("_stat.html")
def stat(label: str, value, unit: str = "", note: str = "") -> dict:
    return {"label": label, "value": value, "unit": unit, "note": note}


@register.simple_tag
def bar(value: float, maximum: float, label: str, tone: str = "", *, small: bool = False) -> str:
    """A labelled share of a whole as a bar."""
    modifiers = (f" bar--{tone}" if tone else "") + (" bar--s" if small else "")
    return format_html(
        '<progress class="bar{}" max="{}" value="{}" aria-label="{}"></progress>',
        modifiers,
        f"{maximum:g}",
        f"{value:g}",
        label,
    )


@register.inclusion_tag("_bend.html")
def bend(stops: list[tuple[str, str]], label: str, *, light: bool = False) -> dict:
    """Progress through one to five steps; each is (state, text) with state done, next or empty."""
    placed, flow = charts.bend_stops(stops)
    return {"stops": placed, "flow": flow, "path": charts.BEND, "label": label, "light": light}


@register.inclusion_tag("_slice.html", name="slice")
def slice_chart(percent: float, number: str, label: str, note: str = "", *, small: bool = False) -> dict:
    """A share of a whole in ten segments. `label` says it in words, `number` stands in the middle."""
    return {
        "percent": f"{max(0, min(percent, 100)):g}",
        "number": number,
        "label": label,
        "note": note,
        "small": small,
        "segment_lines": charts.segment_lines(),
    }


@register.inclusion_tag("_line_chart.html")
def line_chart(chart: dict) -> dict:
    """A chart of at most two lines with its finding above and the same figures as a table below."""
    rows = list(zip(chart["labels"], *(line["values"] for line in chart["series"]), strict=True))
    return {"chart": chart, "rows": rows, **charts.line_chart_geometry(chart["series"], chart["labels"])}


@register.inclusion_tag("_form_errors.html")
def form_errors(form) -> dict:
    """Return what is wrong with the form as a whole, announced at once."""
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return {"errors": [*form.non_field_errors(), *hidden]}


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is drawn: hidden, switch, check, choices or control."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.CheckboxInput):
        return "switch" if widget.attrs.get("role") == "switch" else "check"
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "choices"
    return "control"


@register.filter
def control(field: BoundField) -> str:
    """The field's own control with the design's classes."""
    big = " input--big" if field.field.widget.attrs.get("data-size") == "big" else ""
    return field.as_widget(attrs={"class": f"input{big}"})
