"""The bureau of these tests."""

from scenario.conftest import bureau, founded

__all__ = ["bureau", "founded"]
