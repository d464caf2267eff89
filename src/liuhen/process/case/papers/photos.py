"""The photograph of a signed page: kept as it came, and beside it the page that was straightened from it."""

from django.conf import settings

from liuhen.kernel.digests import Digests
from liuhen.media.arrivals import Declared
from liuhen.media.places import where
from liuhen.media.store import take_in
from liuhen.papers.straightening import corners_in, straight
from liuhen.people.officers import Officer
from liuhen.process.case.parts import Scan
from liuhen.process.case.uploads import claimed_scan


def straightened(sha256: str, corners: str, *, by: Officer) -> tuple[Scan | None, Scan]:
    """Return the original photograph, or None where nothing was straightened, and the page as it counts.

    Args:
        corners: as `corners_in` reads them; "" takes the file as it is.

    Raises:
        BadInputError: the file did not arrive or cannot be read, or the corners are none.
    """
    scan = claimed_scan(sha256, by=by, field="scan")
    if not corners:
        return None, scan
    page = straight(where(settings.LIUHEN_ORIGINALS, sha256), corners_in(corners))
    digests = Digests.of(page)
    said = Declared(size=len(page), sha256=digests.sha256, sm3=digests.sm3)
    name = f"{scan.name.rsplit('.', 1)[0]}（已拉正）.jpg"
    take_in([page], root=settings.LIUHEN_ORIGINALS, name=name, declared=said)
    return scan, Scan(sha256=digests.sha256, sm3=digests.sm3, size=len(page), name=name, media_type="image/jpeg")
