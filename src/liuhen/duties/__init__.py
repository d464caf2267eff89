"""应记: what each dossier holds (facts), what it still owes (duties), and the gates that refuse an act."""

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.facts import dossier_of, event_of, events, latest
from liuhen.duties.gates import require_gates

__all__ = ["RuleBrokenError", "dossier_of", "event_of", "events", "latest", "require_gates"]
