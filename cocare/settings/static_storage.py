"""Static files under names that change with their content, so that browsers may keep them for ever."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from cocare.web.style_sheets import BUNDLE, STYLE_SHEETS


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our ES modules: else a new page would load a kept old module.

    And makes one file of the style sheets of every page: a phone on a poor network waits for each of fifteen.
    """

    support_js_module_import_aggregation = True
    # A chain of imports takes one pass for each of its links.
    max_post_process_passes = 20
    bundles_style_sheets = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            paths[BUNDLE] = (self, self._bundle(paths))
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self, paths: dict[str, Any]) -> str:
        """Write the style sheets, in their order, into one file. Return its name."""
        parts = []
        for sheet in STYLE_SHEETS:
            storage, name = paths[sheet]
            with storage.open(name) as file:
                parts.append(file.read())
        self.delete(BUNDLE)
        return self.save(BUNDLE, ContentFile(b"\n".join(parts)))
