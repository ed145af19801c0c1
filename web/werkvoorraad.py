"""The queue of a desk, and the second entrance: a signal that came in through the overleg."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek, waarneming
from web.huis import het_huis
from web.meldpagina import GELDIG_SECONDEN
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow import melden
from workflow.aanbod import Aanbod
from workflow.beleid import Beleid
from workflow.datumtekst import moment_tekst
from workflow.fouten import AlIngediend, Ingehaald, StapGeweigerd
from workflow.melden import SIGNAAL, Ontvangst
from workflow.ports import Werk
from workflow.soorten import INGANGEN
from workflow.werkvoorraad import Filters, Werkvoorraad, plekken, werkvoorraad

ADRES, ZEGEL, UIT_ACTIE = "/werkvoorraad", "formulier", "uit_actie"
SPOED = ("ja", "nee")
LANG_OPEN = "Deze pagina stond lang open. Kijk je signaal nog een keer na en verstuur het dan"
AL_VERSTUURD = "Dit signaal is al verstuurd. Wil je iets veranderen? Voeg het toe met de volgcode"
GEEN_WERKPLEK = "Je hebt nog geen werkplek. Een collega of een bewaarder geeft je de sleutel."
GEEN_NUMMER = "Er is geen zaak met dit nummer die je mag zien."
LEEG = {
    "open": "Er loopt nu niets. Komt er een signaal? Dan krijg je een bericht.",
    "nieuw": "Er zijn geen nieuwe signalen. Komt er een? Dan krijg je een bericht.",
    "te_laat": "Er is niets te laat. Dat is goed nieuws.",
    "in_beoordeling": "Er is geen signaal in beoordeling. Nieuwe signalen staan bij 'Nieuw'.",
    "wacht": "Je wacht nergens op een antwoord.",
    "aanpak": "Er staat geen zaak op de agenda of in aanpak.",
    "afgesloten": "Er is nog geen zaak afgesloten.",
    "vangnet": "Er is geen signaal dat te lang blijft liggen. Je hoeft niets te doen.",
}
MET_FILTER = "Geen zaak past bij deze filters. Kies 'Wis filters' om alles te zien."


def pagina() -> ResponseReturnValue:
    """Show the queue, or take in a signal of the veiligheidsadviseur."""
    if request.method == "GET":
        return _toon(stapverzoek.teruggekomen())
    poging = stapverzoek.lees_poging()
    if poging.actie not in melden.INBRENG:
        abort(400)
    return _breng_in(poging)


def _filters() -> Filters:
    namen = ("weergave", "spoed", "vorm", "soort_plek", "soort", "ingang", "zoek", "na")
    return Filters(**{naam: request.args.get(naam, "").strip()[:60] for naam in namen})


def _breng_in(poging: Poging) -> ResponseReturnValue:
    """Take the signal in; a repeat of the same page makes one signal and shows the same code."""
    huis = het_huis()
    data, verlopen = huis.open_pagina(request.form.get(ZEGEL, ""), _voor_wie())
    geheim = bytes.fromhex(str(data["geheim"]))
    ruw = {naam: list(waarden) for naam, waarden in poging.ruw.items() if naam not in (ZEGEL, UIT_ACTIE)}
    if verlopen:
        return _toon(Poging(poging.actie, ruw, status=422, punten=(LANG_OPEN,)), geheim)
    indiening, code = huis.codes_van(geheim)
    try:
        ontvangst = _neem_in(poging.actie, ruw, indiening, code)
    except StapGeweigerd as fout:
        return _toon(Poging(poging.actie, ruw, status=422, punten=fout.punten, velden=fout.velden), geheim)
    except AlIngediend:
        return _toon(Poging(poging.actie, ruw, status=422, punten=(AL_VERSTUURD,)), geheim)
    return _toon(None, bon=_bon(ontvangst, code))


def _neem_in(actie: str, ruw: Mapping[str, list[str]], indiening: bytes, code: str) -> Ontvangst:
    def een_keer() -> Ontvangst:
        with werk() as w:
            return melden.breng_in(w, het_huis().beleid, actie, dict(ruw), indiening, code, _uit_actie())

    try:
        return een_keer()
    except Ingehaald:
        # The same page was sent twice at once and the other one was first: now it is a repeat.
        return een_keer()


def _uit_actie() -> str:
    """The control that a signal comes from: in the address of the form, and in the form itself."""
    return request.values.get(UIT_ACTIE, "")[:32]


def _bon(ontvangst: Ontvangst, code: str) -> dict[str, Any]:
    uiterlijk = moment_tekst(ontvangst.uiterlijk) if ontvangst.uiterlijk else ""
    # Behind an anonymous tip is nobody who could follow it.
    volgcode = "" if ontvangst.zonder_melder else code
    return {"volgcode": volgcode, "uiterlijk": uiterlijk, "herhaald": ontvangst.herhaald}


def _voor_wie() -> str:
    """What the seal of the page is bound to: this person."""
    return f"werkvoorraad:{(actor().persoon_id or b'').hex()}"


def _zegel(geheim: bytes) -> str:
    verloopt = int(het_huis().echte_tijd().timestamp()) + GELDIG_SECONDEN
    return het_huis().verzegel_pagina({"geheim": geheim.hex()}, _voor_wie(), verloopt)


def _aanbod(w: Werk, lijst: Werkvoorraad) -> list[Aanbod]:
    beleid = het_huis().beleid
    stappen = [beleid.routes[SIGNAAL].stap("start", actie) for actie in lijst.melden]
    herkomst = request.args.get("herkomst", "")
    vooraf = {"herkomst": herkomst} if herkomst in beleid.taxonomie[INGANGEN].codes else {}
    return [
        Aanbod(
            stap,
            {veld.naam: list(melden.keuzes_vanuit_overleg(w, beleid, veld).items()) for veld in stap.velden},
            vooraf=vooraf,
        )
        for stap in stappen
    ]


def _vormen(beleid: Beleid, soort: str) -> list[tuple[str, str]]:
    """The forms to filter on: those of the chosen kind, or of all kinds."""
    soorten = [een for een in beleid.soorten.alle.values() if soort in ("", een.code)]
    return [paar for een in soorten for paar in beleid.vormen_van(een.code).keuzes().items()]


def _toon(poging: Poging | None, geheim: bytes = b"", bon: dict[str, Any] | None = None) -> ResponseReturnValue:
    beleid = het_huis().beleid
    with werk() as w:
        lijst = werkvoorraad(w, beleid, _filters())
        aanbod = _aanbod(w, lijst)
    inhoud = render_template(
        "werkvoorraad.html",
        buren=waarneming.buren(),
        tabs=[(_adres(een.code), een.naam, een.aantal, een.code == lijst.filters.weergave) for een in lijst.tabs],
        filters=lijst.filters,
        met_inhoud=lijst.met_inhoud,
        vormen=_vormen(beleid, lijst.filters.soort),
        vooraf_open=bool(aanbod and aanbod[0].vooraf),
        plekken=list(plekken(beleid).items()),
        soorten=[(een.code, een.naam) for een in beleid.soorten.alle.values()],
        ingangen=list(beleid.taxonomie[INGANGEN].keuzes().items()),
        bijschrift=_bijschrift(lijst),
        rijen=lijst.rijen,
        leeg=_leeg(lijst.filters),
        eerste=_adres(lijst.filters.weergave, lijst.filters) if lijst.filters.na else "",
        bladeren={"vorige": "", "volgende": _volgende(lijst)},
        aanbod=aanbod,
        uit_actie=_uit_actie() if bon is None else "",
        formulier=_zegel(geheim or secrets.token_bytes(32)) if aanbod else "",
        bon=bon,
        teruggezet=poging is not None and poging.status == 200,
        **stapverzoek.variabelen(poging, aanbod, SIGNAAL),
    )
    return inhoud, poging.status if poging else 200


def _adres(weergave: str, f: Filters | None = None, na: str = "") -> str:
    delen = {"weergave": weergave}
    if f is not None:
        delen |= {"spoed": f.spoed, "vorm": f.vorm, "soort_plek": f.soort_plek}
        delen |= {"soort": f.soort, "ingang": f.ingang, "na": na}
    return f"{ADRES}?{urlencode({naam: waarde for naam, waarde in delen.items() if waarde})}"


def _volgende(lijst: Werkvoorraad) -> str:
    return _adres(lijst.filters.weergave, lijst.filters, lijst.volgende) if lijst.volgende else ""


def _bijschrift(lijst: Werkvoorraad) -> str:
    if lijst.filters.zoek:
        return "Gevonden op nummer"
    aantal = len(lijst.rijen)
    return f"{aantal} {'zaak' if aantal == 1 else 'zaken'} op deze bladzijde, eerste termijn bovenaan"


def _leeg(f: Filters) -> str:
    if not actor().werkplekken:
        return GEEN_WERKPLEK
    if f.zoek:
        return GEEN_NUMMER
    if f.spoed in SPOED or f.vorm or f.soort_plek or f.soort or f.ingang:
        return MET_FILTER
    return LEEG.get(f.weergave, "Er staat hier nu niets.")


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"werkvoorraad": pagina}
