"""The bureau of these tests."""

from process.bureau import at_ten, bureau, case, foreign, house, people, played

__all__ = ["at_ten", "bureau", "case", "foreign", "house", "people", "played"]
