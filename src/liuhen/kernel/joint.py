"""When something recorded goes on without a break: one figure inside a file, between files, and for coverage."""

from typing import Final

JOINT_MS: Final = 2_000
"""Up to this long, and this long exactly, nothing recorded is no interruption; the product's own, no article has it."""
