"""音像设备: one device with its log, and who still carries recordings that nobody has taken in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.devices import device_page, require_office
from liuhen.queries.undocked import undocked as read_undocked
from liuhen.web.signed_in import signed_in

LONGEST = 200  # characters of a device's number


@require_safe
@signed_in
def device(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show one device: what it is, who has it, what was done with it, how its clock went."""
    number = request.GET.get("of", "")[:LONGEST]
    if not number:
        require_office(by)
        return redirect("office-section", "footage")
    page = device_page(by, number)
    return render(request, "web/device.html", {"page": page, "place": "office"})


@require_safe
@signed_in
def undocked(request: HttpRequest, by: Officer) -> HttpResponse:
    """List devices that were used since they were last read out."""
    return render(request, "web/undocked.html", {"rows": read_undocked(by), "place": "footage"})
