"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our ES modules: else a new page would load a kept old module."""

    support_js_module_import_aggregation = True
    # A chain of imports takes one pass for each of its links.
    max_post_process_passes = 20
