from .attaching import attach, erase, opened, remove
from .keeping import keep, make_thumbnails, store
from .purging import purge

__all__ = ["attach", "erase", "keep", "make_thumbnails", "opened", "purge", "remove", "store"]
