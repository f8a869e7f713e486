"""The web floor's middleware under the names that settings use."""

from .display import DisplayMiddleware

__all__ = ["DisplayMiddleware"]
