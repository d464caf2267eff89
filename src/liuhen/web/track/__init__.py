"""音像时间轴, drawn: acts against their recordings, and by day what belongs to no act."""

from liuhen.web.track.page import tracks_of

__all__ = ["tracks_of"]
