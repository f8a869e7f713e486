"""Writes about files."""

from .attaching import attach_files, erase_files, record_opening, remove_file
from .purging import purge_unattached
from .storing import make_thumbnails, store_checked, store_upload

__all__ = [
    "attach_files",
    "erase_files",
    "make_thumbnails",
    "purge_unattached",
    "record_opening",
    "remove_file",
    "store_checked",
    "store_upload",
]
