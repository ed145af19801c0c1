"""Security keys: registering one on the own account, and answering with one on the second page of the log-in."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from web import inloggen, session, stapverzoek
from web.huis import het_huis
from web.inlogvorm import toon_tweede
from web.sleutelvraag import GEBRUIK, herkomst
from workflow.fouten import Ingehaald, InloggenMislukt, StapGeweigerd, Wachten
from workflow.wachtzin import wachttekst

ACCOUNT = "/account/beveiligingssleutels"
# The name under which the random value of a question waits in the session; it is taken once.
NIEUW = "uitdaging_nieuw"
LANGSTE_NAAM = 40
GEEN_NAAM = "Geef de sleutel een naam"
LEEG = "Vul dit in"
VERKEERD = "Dit klopt niet. Probeer het opnieuw"
TE_LANG = "Het duurde te lang. Log opnieuw in."
TE_OUD = "Deze pagina stond te lang open. Probeer het opnieuw"
NIET_GELUKT = "Dat lukte niet met je beveiligingssleutel. Probeer het opnieuw, of gebruik een code"
TOEGEVOEGD = "Je beveiligingssleutel is toegevoegd."
WEG = "Je beveiligingssleutel is weggehaald."


# -- the own account


def sleutels() -> ResponseReturnValue:
    """The keys of who is logged in; add one, or take one away."""
    if request.method == "GET":
        return _toon(200)
    doe = {"toevoegen": _voeg_toe, "weghalen": _haal_weg}.get(request.form.get("actie", ""))
    if doe is None:
        abort(400)
    try:
        return doe()
    except StapGeweigerd as fout:
        punten = [("", punt) for punt in fout.punten]
        return _toon(422, [*punten, *fout.velden.items()])
    except Ingehaald:
        return _toon(409, [("", TE_OUD)])


def _bevestig(veld: str) -> None:
    """Ask again who it is. Errors: StapGeweigerd at the field."""
    waarde = request.form.get("wachtzin", "")
    if not waarde:
        raise StapGeweigerd([], {veld: LEEG})
    try:
        stapverzoek.bevestig(waarde)
    except InloggenMislukt:
        raise StapGeweigerd([], {veld: VERKEERD}) from None


def _voeg_toe() -> ResponseReturnValue:
    waar = herkomst()
    uitdaging = het_huis().sessies.pak(session.token(), NIEUW)
    naam = request.form.get("naam", "").strip()[:LANGSTE_NAAM]
    if not naam:
        raise StapGeweigerd([], {"naam": GEEN_NAAM})
    _bevestig("wachtzin")
    if waar is None or uitdaging is None:
        raise StapGeweigerd([TE_OUD])
    antwoord = request.form.get("antwoord", "")
    het_huis().beveiligingssleutels.voeg_toe(_persoon_id(), antwoord, uitdaging, *waar, naam)
    flash(TOEGEVOEGD)
    return redirect(ACCOUNT, 303)


def _haal_weg() -> ResponseReturnValue:
    _bevestig("")
    het_huis().beveiligingssleutels.haal_weg(_persoon_id(), request.form.get("sleutel", ""))
    flash(WEG)
    return redirect(ACCOUNT, 303)


def _persoon_id() -> bytes:
    return session.actor().persoon_id or b""


def _toon(status: int, fouten: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    huis, waar, persoon_id = het_huis(), herkomst(), _persoon_id()
    bezwaar = huis.beveiligingssleutels.kan_nieuw(persoon_id)
    opties = ""
    if waar is not None and not bezwaar:
        vraag = huis.beveiligingssleutels.vraag_nieuw(persoon_id, session.actor().alias, waar[0])
        huis.sessies.onthoud(session.token(), **{NIEUW: vraag.waarde})
        opties = vraag.opties
    inhoud = render_template(
        "beveiligingssleutels.html",
        fouten=fouten or [],
        sleutels=huis.beveiligingssleutels.lijst(persoon_id),
        bezwaar=bezwaar,
        kan_hier=waar is not None,
        opties=opties,
        naam=request.form.get("naam", "")[:LANGSTE_NAAM],
    )
    return inhoud, status


# -- the second page of the log-in


def tweede_stap() -> ResponseReturnValue:
    """Take the answer of a key, and go on as after a code."""
    half, waar = session.half(), herkomst()
    if half is None or half.half != "tweede":
        return inloggen.opnieuw(401, TE_LANG)
    uitdaging = het_huis().sessies.pak(session.token(), GEBRUIK)
    try:
        if uitdaging is None or waar is None:
            raise InloggenMislukt
        antwoord, apparaat = request.form.get("antwoord", ""), session.apparaat()
        het_huis().beveiligingssleutels.controleer(half.persoon_id, antwoord, uitdaging, *waar, apparaat)
        return inloggen.verder(het_huis().toegang.rond_af(session.token(), apparaat))
    except InloggenMislukt:
        return toon_tweede(session.token(), 401, [("", NIET_GELUKT)])
    except Wachten as fout:
        return toon_tweede(session.token(), 429, [("", wachttekst(fout.seconden))])


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "beveiligingssleutels": sleutels,
    "tweede_sleutel": tweede_stap,
}
