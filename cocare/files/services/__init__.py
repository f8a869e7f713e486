"""Writes about files."""

from .attaching import attach_files
from .opening import record_sensitive_opening
from .purging import purge_unattached
from .removing import erase_files, remove_file
from .storing import make_thumbnails, store_checked_content, store_upload

__all__ = [
    "attach_files",
    "erase_files",
    "make_thumbnails",
    "purge_unattached",
    "record_sensitive_opening",
    "remove_file",
    "store_checked_content",
    "store_upload",
]
