"""Every act of this room, measure by measure."""

from liuhen.process.measures import approval, carrying, dossier, lasting, registration

__all__ = ["approval", "carrying", "dossier", "lasting", "registration"]
