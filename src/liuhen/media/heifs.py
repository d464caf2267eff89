"""Decode the photo of a phone (HEIC), in the process that decodes: many small tiles are put together by libheif."""

from fractions import Fraction
from pathlib import Path

import pi_heif
from av.video.frame import VideoFrame
from PIL import Image

from liuhen.media.pictures import LONGEST_SIDE


def heic(path: Path, *, most: tuple[int, int]) -> VideoFrame:
    """Return the photo upright, small enough to fit into `most`.

    Raises:
        ValueError, OSError, EOFError: it cannot be decoded.
    """
    image = pi_heif.open_heif(path, convert_hdr_to_8bit=True).to_pillow().convert("RGB")
    image.thumbnail((min(most[0], LONGEST_SIDE), min(most[1], LONGEST_SIDE)), Image.Resampling.BILINEAR)
    frame = VideoFrame(image.width, image.height, "rgb24")
    plane, row = frame.planes[0], 3 * image.width
    lines = image.tobytes()
    padding = bytes(plane.line_size - row)
    plane.update(b"".join(lines[at : at + row] + padding for at in range(0, len(lines), row)))
    frame.pts, frame.time_base = 0, Fraction(1, 25)
    return frame
