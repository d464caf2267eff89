"""A real recording for these tests."""

from media.conftest import clip

__all__ = ["clip"]
