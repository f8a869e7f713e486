from .files import file_remove, file_show, file_thumbnail
from .uploads import upload_append, upload_create

__all__ = ["file_remove", "file_show", "file_thumbnail", "upload_append", "upload_create"]
