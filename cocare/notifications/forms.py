"""What a person may ask for."""

from typing import Any

from django import forms

from . import kinds, transports
from .enums import Route

Switch = tuple[str, str]
"""(kind, route)"""


class PreferencesForm(forms.Form):
    """One switch for each kind of notice and each route outside the page. What is urgent is not asked."""

    def __init__(self, *args: Any, preferences: dict[Switch, bool], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._switches: dict[str, Switch] = {}
        for route in transports.routes():
            for kind in kinds.all_kinds():
                if not kind.urgent:
                    self._add_switch(kind, route, preferences)

    def _add_switch(self, kind: kinds.NoticeKind, route: Route, preferences: dict[Switch, bool]) -> None:
        name, switch = f"{kind.name}-{route.value}", (kind.name, route.value)
        self._switches[name] = switch
        self.fields[name] = forms.BooleanField(
            label=kind.title,
            required=False,
            initial=preferences.get(switch, route.value in kind.routes),
            widget=forms.CheckboxInput(attrs={"role": "switch"}),
        )

    @property
    def wanted(self) -> dict[Switch, bool]:
        """What the person wants by (kind, route), once the form is valid."""
        return {switch: self.cleaned_data[name] for name, switch in self._switches.items()}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return (route's label, its switches)."""
        return [
            (str(route.label), [self[name] for name, switch in self._switches.items() if switch[1] == route.value])
            for route in transports.routes()
        ]
