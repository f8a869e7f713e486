"""Small words and links of the parent school's templates."""

from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cocare.people.enums import Stage

from ..models import Course

register = template.Library()


@register.filter
def stage_names(course: Course) -> str:
    """Return for whom a course is, in words: "all stages", or the stages' names."""
    if set(course.stages) >= set(Stage.values):
        return _("all stages")
    separator = "、" if (get_language() or "").startswith("zh") else ", "
    return separator.join(str(Stage(stage).label) for stage in Stage.values if stage in course.stages)


@register.simple_tag
def filter_link(key: str, value: str, current_filters: dict[str, str], label: str) -> SafeString:
    """Draw a filter of the course list as a link; the other filters stay."""
    query = {
        "q": current_filters["text"],
        "stage": current_filters["stage"],
        "need": current_filters["need"],
        key: value,
    }
    parameters = urlencode({name: chosen for name, chosen in query.items() if chosen})
    current = mark_safe(' aria-current="true"') if current_filters[key] == value else ""
    return format_html('<a class="chip" href="?{}"{}>{}</a>', parameters, current, label)
