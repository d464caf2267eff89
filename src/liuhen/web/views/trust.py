"""信任证书: how phones and computers come to trust the installation's own certificates. Open to everybody."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.upkeep.tls import handed_out, place, see
from liuhen.web.wording import day_words


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Show the fingerprint to compare, the file to install, and the steps for each system."""
    at = place(settings.LIUHEN_DATA)
    authority = see(at.authority) if at.authority.exists() else None
    server = see(at.server) if authority and at.server.exists() else None
    context = {
        "authority": authority,
        "until": day_words(authority.last) if authority else "",
        "fingerprint": authority.spoken if authority else "",
        "names": [one for one in (*server.names, *server.addresses) if one not in _HERE] if server else [],
        "secure": request.is_secure(),
    }
    return render(request, "web/trust.html", context)


@require_safe
def trust_file(request: HttpRequest) -> HttpResponse:
    """Hand out the authority's certificate; never a key."""
    del request
    content = handed_out(place(settings.LIUHEN_DATA))
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/x-x509-ca-cert")
    answer["Content-Disposition"] = 'attachment; filename="liuhen-ca.crt"'
    return answer


_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
