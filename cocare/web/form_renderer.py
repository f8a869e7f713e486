"""How Django's forms are drawn: by the project's own field template."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Fields look like the design's; the widgets inside are Django's."""

    field_template_name = "_field.html"
