"""What a person may ask for."""

from typing import Any

from django import forms

from . import channels, kinds


class PreferencesForm(forms.Form):
    """One switch for each kind of notice and each route outside the page. What is urgent is not asked."""

    def __init__(self, *args: Any, said: dict[tuple[str, str], bool], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._names: dict[str, tuple[str, str]] = {}
        for route in channels.routes():
            for kind in kinds.every():
                if kind.urgent:
                    continue
                name = f"{kind.name}-{route.value}"
                self._names[name] = (kind.name, route.value)
                self.fields[name] = forms.BooleanField(
                    label=kind.title,
                    required=False,
                    initial=said.get((kind.name, route.value), route.value in kind.routes),
                    widget=forms.CheckboxInput(attrs={"role": "switch"}),
                )

    @property
    def wanted(self) -> dict[tuple[str, str], bool]:
        return {place: self.cleaned_data[name] for name, place in self._names.items()}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(route, its switches)."""
        return [
            (str(route.label), [self[name] for name, place in self._names.items() if place[1] == route.value])
            for route in channels.routes()
        ]
