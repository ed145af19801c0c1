"""Requests of people about their own data: the list, one request, the search in the own cases, and the letter."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import bewaren, verzoeken, verzoekvelden, verzoekzoeken
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.handeling import handeling as maak_handeling
from workflow.ports import Werk
from workflow.verzoekbrief import antwoordbrief, uittrekselbrief
from workflow.verzoekpagina import ADRES, REVISIE, verzoekenpagina, verzoekpagina
from workflow.verzoekzoeken import ZOEK, Ronde, Treffer
from workflow.zaak import Kwestie

VASTGELEGD = "Het verzoek is vastgelegd. De maand loopt."
GEDAAN = "Het is vastgelegd."
KLAARGEZET = "De zaak staat klaar om te wissen. Dat gebeurt over zeven dagen."
ZOEKEN, VERDER, UITTREKSEL, ANTWOORD, WIS = ZOEK.actie, "verder", "uittreksel", "antwoord", "wis"
BIJ_ZOEKEN = (ZOEKEN, VERDER, UITTREKSEL, ANTWOORD, WIS)
WISSING = "wissing"
VERANDERD = "Er is net iets veranderd in deze gegevens. Kijk opnieuw wat je weglaat."
GROND_NODIG = "Kies de grond voor wat je weglaat"
_DOEN: dict[str, Callable[..., Kwestie]] = {
    verzoekvelden.STEL_VAST.actie: verzoeken.stel_vast,
    verzoekvelden.VERLENG.actie: verzoeken.verleng,
    verzoekvelden.BEANTWOORD.actie: verzoeken.beantwoord,
    verzoekvelden.HERZIE.actie: verzoeken.herzie,
}


def lijst() -> ResponseReturnValue:
    """The list; a new request is registered here."""
    if request.method == "GET":
        return _lijst(stapverzoek.teruggekomen())
    poging = handeling.lees({verzoekvelden.LEG_VAST.actie})
    gemaakt: list[str] = []

    def leg_vast(w: Werk) -> str:
        huis = het_huis()
        gemaakt.append(verzoeken.vastleg(w, huis.beleid, poging.ruw, huis.settings.basis_url).nummer)
        return VASTGELEGD

    gedaan = handeling.doe(poging, None, leg_vast)
    return _lijst(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, f"{ADRES}/{gemaakt[0]}")


def _lijst(poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = verzoekenpagina(w, het_huis().beleid)
    ingevuld = handeling.variabelen(poging, [pagina.vorm] if pagina.vorm else [])
    tekst = render_template("verzoeken.html", adres=ADRES, **vars(pagina), **ingevuld)
    return tekst, poging.status if poging else 200


def verzoek(nummer: str) -> ResponseReturnValue:
    """One request, or something that is done with it."""
    if request.method == "GET":
        return _toon(nummer, stapverzoek.teruggekomen())
    poging = handeling.lees(_DOEN)

    def doe(w: Werk) -> str:
        gevonden = verzoeken.vind(w, nummer, _revisie(poging))
        _DOEN[poging.actie](w, het_huis().beleid, gevonden, poging.ruw)
        return GEDAAN

    gedaan = handeling.doe(poging, None, doe)
    return _toon(nummer, gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, f"{ADRES}/{nummer}")


def _revisie(poging: Poging) -> int:
    tekst = handeling.waarde(poging, REVISIE)
    # A form without a version is none of ours: it is overtaken by definition.
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= stapverzoek.MAX_REVISIE else 0


def _toon(nummer: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = verzoekpagina(w, het_huis().beleid, nummer)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("verzoek.html", **vars(pagina), **ingevuld), poging.status if poging else 200


def brief(nummer: str) -> ResponseReturnValue:
    """The letter of a request that was answered without an extract."""
    with werk() as w:
        gevonden = verzoeken.vind(w, nummer)
        tekst = antwoordbrief(het_huis().beleid, gevonden)
        if tekst is None:
            raise NietGevonden
        w.log("verzoek_brief", verzoek=nummer, hash=tekst.hash)
        w.bevestig()
    return render_template("verzoek_brief.html", brief=tekst, terug=f"{ADRES}/{nummer}")


# -- the search: what was typed travels in the page and is stored nowhere


def zoeken(nummer: str) -> ResponseReturnValue:
    """Search in the own cases, make the extract, and show it as a letter."""
    with werk() as w:
        gevonden = verzoeken.vind(w, nummer)
        if not verzoeken.is_desk(w):
            raise NietGevonden
    if request.method == "GET":
        return _zoekpagina(gevonden, stapverzoek.teruggekomen())
    poging = handeling.lees(BIJ_ZOEKEN)
    try:
        if poging.actie in (ZOEKEN, VERDER):
            return _zoek(gevonden, poging)
        if poging.actie == WIS:
            return _wis(gevonden, poging)
        return _maak(gevonden, poging)
    except StapGeweigerd as fout:
        return _zoekpagina(gevonden, replace(poging, status=422, punten=fout.punten, velden=fout.velden))


def _zoek(gevonden: Kwestie, poging: Poging) -> ResponseReturnValue:
    na = handeling.waarde(poging, "na") if poging.actie == VERDER else ""
    with werk() as w:
        gezocht = verzoekzoeken.lees_gezocht(w, poging.ruw)
        ronde = verzoekzoeken.zoek(w, het_huis().beleid, gevonden, gezocht, na)
    if na:
        ronde = _samen(poging, ronde)
    return _zoekpagina(gevonden, replace(poging, actie=ZOEKEN), ronde)


def _samen(poging: Poging, ronde: Ronde) -> Ronde:
    """This round with what the page already showed. It is shown only: whoever opens one is checked again."""
    eerder = []
    for een in poging.ruw.get("gevonden", []):
        delen = een.split("\t")
        if len(delen) == len(Treffer.__dataclass_fields__):
            eerder.append(Treffer(*delen))
    tellers = [_getal(handeling.waarde(poging, naam)) for naam in ("doorzocht", "dicht")]
    return Ronde((*eerder, *ronde.treffers), ronde.doorzocht + tellers[0], ronde.dicht + tellers[1], ronde.volgende)


def _getal(tekst: str) -> int:
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= stapverzoek.MAX_REVISIE else 0


def _zoekpagina(gevonden: Kwestie, poging: Poging | None, ronde: Ronde | None = None) -> ResponseReturnValue:
    soort = het_huis().beleid.verzoeken.soorten[str(gevonden.codes["soort"])]
    vorm = maak_handeling(ZOEK)
    ingevuld = handeling.variabelen(replace(poging, actie=ZOEKEN) if poging else None, [vorm])
    getypt = {naam: (poging.ruw.get(naam) or [""])[0] for naam in _veldnamen()} if poging else {}
    tekst = render_template(
        "verzoek_zoeken.html",
        verzoek=gevonden.nummer,
        soort=soort,
        adres=f"{ADRES}/{gevonden.nummer}/zoeken",
        terug=f"{ADRES}/{gevonden.nummer}",
        vorm=vorm,
        ronde=ronde,
        regels=["\t".join(vars(een).values()) for een in ronde.treffers] if ronde else [],
        getypt={naam: waarde for naam, waarde in getypt.items() if waarde},
        wissen=gevonden.codes["soort"] == WISSING,
        **ingevuld,
    )
    return tekst, poging.status if poging else 200


def _veldnamen() -> list[str]:
    return [veld.naam for veld in ZOEK.velden]


def _wis(gevonden: Kwestie, poging: Poging) -> ResponseReturnValue:
    """Put a case ready to be erased, along the normal path. Errors: those of that path."""
    with werk() as w:
        zaak = w.zaken.get_nummer(handeling.waarde(poging, "zaak_nummer"))
        if zaak.houder != w.actor.tenant or gevonden.codes["soort"] != WISSING:
            raise NietGevonden
        if gevonden.staat != verzoeken.OPEN or not gevonden.codes.get("identiteit"):
            raise StapGeweigerd([verzoeken.IDENTITEIT_EERST])
        bewaren.wis_vervroegd(w, het_huis().beleid, zaak, f"verzoek {gevonden.nummer}")
        w.bevestig()
    return stapverzoek.klaar(KLAARGEZET, f"{ADRES}/{gevonden.nummer}")


def _maak(gevonden: Kwestie, poging: Poging) -> ResponseReturnValue:
    """The preview of the extract with its ticks, or the letter itself."""
    regels = het_huis().beleid.verzoeken
    if not regels.soorten[str(gevonden.codes["soort"])].geeft or gevonden.staat != verzoeken.OPEN:
        raise NietGevonden
    gekozen, weg = poging.ruw.get("treffers", []), poging.ruw.get("weg", [])
    with werk() as w:
        delen = verzoekzoeken.uittreksel(w, het_huis().beleid, gevonden, gekozen)
        gevraagd = poging.actie == ANTWOORD
        fouten = _fouten(poging, delen, weg) if gevraagd else {}
        if gevraagd and not fouten:
            if not gevonden.codes.get("identiteit"):
                raise StapGeweigerd([verzoeken.IDENTITEIT_EERST])
            tekst = uittrekselbrief(het_huis().beleid, gevonden, delen, weg, verzoeken.dag_nu(w))
            weigering = handeling.waarde(poging, "weigering") if weg else ""
            verzoeken.noteer_uittreksel(w, gevonden, tekst.hash, weigering)
            return render_template("verzoek_brief.html", brief=tekst, terug=f"{ADRES}/{gevonden.nummer}")
    return _voorbeeld(gevonden, poging, delen, fouten), 422 if fouten else 200


def _fouten(poging: Poging, delen: Sequence[Any], weg: Sequence[str]) -> dict[str, str]:
    if handeling.waarde(poging, "stempel") != verzoekzoeken.stempel(delen):
        return {"weg": VERANDERD}
    if weg and handeling.waarde(poging, "weigering") not in het_huis().beleid.verzoeken.weigeringen:
        return {"weigering": GROND_NODIG}
    return {}


def _voorbeeld(gevonden: Kwestie, poging: Poging, delen: Sequence[Any], fouten: dict[str, str]) -> str:
    return render_template(
        "verzoek_uittreksel.html",
        verzoek=gevonden.nummer,
        adres=f"{ADRES}/{gevonden.nummer}/zoeken",
        terug=f"{ADRES}/{gevonden.nummer}/zoeken",
        delen=delen,
        stempel=verzoekzoeken.stempel(delen),
        treffers=list(dict.fromkeys(poging.ruw.get("treffers", []))),
        weg=poging.ruw.get("weg", []),
        weigering=handeling.waarde(poging, "weigering"),
        weigeringen=list(het_huis().beleid.verzoeken.weigeringen.items()),
        identiteit=bool(gevonden.codes.get("identiteit")),
        fout=fouten,
        fouten=[("weigering" if naam == "weigering" else "", tekst) for naam, tekst in fouten.items()],
    )


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "verzoeken": lijst,
    "verzoek": verzoek,
    "verzoek_zoeken": zoeken,
    "verzoek_brief": brief,
}
