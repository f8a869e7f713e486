"""Prints docs/settings.md from the table of variables: `make docs`."""

from cocare.settings.variables import VARIABLES, Variable

HEAD = """# Settings

Everything that differs between one installation and the next comes from the environment. This page is made from
`cocare/settings/variables.py` by `make docs`; a test holds the two together.

Each variable may also be given as `NAME_FILE`, the path of a file that holds the value: that is how container
secrets arrive. Giving both is refused. An empty value counts as none.

`DJANGO_SETTINGS_MODULE` chooses the setting: `cocare.settings.demo` (the default of `manage.py`),
`cocare.settings.test`, or `cocare.settings.production` (the default of the servers). Production does not start
without the variables marked *required*, nor with a default or short key, `DEBUG`, a wildcard host, an address
without TLS, printed SMS codes, or more than one process without Redis.

| variable | type | default | meaning |
|---|---|---|---|
"""


def table_row(variable: Variable) -> str:
    type_name = " or ".join(f"`{choice}`" for choice in variable.choices) or variable.type.value
    default = f"`{variable.default}`" if variable.default != "" else ""
    marks = [name for name, holds in (("*required*", variable.required), ("*secret*", variable.secret)) if holds]
    return f"| `{variable.name}` | {type_name} | {default} | {variable.help} {', '.join(marks)}".rstrip() + " |"


def settings_page() -> str:
    return HEAD + "\n".join(table_row(variable) for variable in VARIABLES) + "\n"


if __name__ == "__main__":
    print(settings_page(), end="")
