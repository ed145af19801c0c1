"""Requests of people about their own data: the list, one request, the search in the own cases, and the letter."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, pdf, stapverzoek, verzoekpdf, verzoekzegel
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from web.verzoekzegel import Vondst
from workflow import verzoeken, verzoekvelden, verzoekwissen, verzoekzoeken
from workflow.fouten import InloggenMislukt, NietGevonden, StapGeweigerd
from workflow.handeling import LEEG
from workflow.handeling import handeling as maak_handeling
from workflow.ports import Werk
from workflow.verzoekbrief import antwoordbrief, uittrekselbrief
from workflow.verzoekpagina import ADRES, REVISIE, verzoekenpagina, verzoekpagina
from workflow.verzoekzoeken import ZOEK, Ronde
from workflow.zaak import Kwestie

VASTGELEGD = "Het verzoek is vastgelegd. De maand loopt."
GEDAAN = "Het is vastgelegd."
GEVRAAGD = "Gevraagd. De privacyfunctionaris of de FG beslist of het mag."
ZOEKEN, VERDER, UITTREKSEL, ANTWOORD, WIS = ZOEK.actie, "verder", "uittreksel", "antwoord", "wis"
ALS_PDF = "antwoord_pdf"
BRIEVEN = (ANTWOORD, ALS_PDF)
BIJ_ZOEKEN = (ZOEKEN, VERDER, UITTREKSEL, *BRIEVEN, WIS)
VERANDERD = "Er is net iets veranderd in deze gegevens. Kijk opnieuw wat je weglaat."
GROND_NODIG = "Kies de grond voor wat je weglaat"
_DOEN: dict[str, Callable[..., Kwestie]] = {
    verzoekvelden.STEL_VAST.actie: verzoeken.stel_vast,
    verzoekvelden.VERLENG.actie: verzoeken.verleng,
    verzoekvelden.BEANTWOORD.actie: verzoeken.beantwoord,
    verzoekvelden.HERZIE.actie: verzoeken.herzie,
    verzoekvelden.BEVESTIG.actie: lambda w, _, gevonden, ruw: verzoekwissen.beslis(w, gevonden, ruw),
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
    if isinstance(gedaan, Poging):
        return _toon(nummer, gedaan)
    if poging.actie == verzoekvelden.BEVESTIG.actie:
        verzoekwissen.voer_uit(het_huis().klokwerk, het_huis().beleid, [nummer])
        # The FG saw this request for its question alone, and that is answered.
        return stapverzoek.klaar(gedaan, "/taken")
    return stapverzoek.klaar(gedaan, f"{ADRES}/{nummer}")


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
    """The letter of a request that was answered; that of an extract is not kept, and the page says so.

    Not there, refused and put off are one letter and one entry of the log. That somebody got an extract, or that
    something was done, can be told from this page and from the log: it is not hidden from the privacyfunctionaris.
    """
    with werk() as w:
        gevonden = verzoeken.vind(w, nummer)
        if not verzoeken.mag_zien(w) or not gevonden.codes.get("beantwoord_op"):
            raise NietGevonden
        tekst = antwoordbrief(het_huis().beleid, gevonden)
        w.log("verzoek_brief", verzoek=nummer, hash=tekst.hash if tekst else "")
        w.bevestig()
    bestand = f"{ADRES}/{nummer}/{verzoekpdf.BESTAND}" if tekst else ""
    return render_template("verzoek_brief.html", brief=tekst, terug=f"{ADRES}/{nummer}", pdf=bestand)


# -- the search: what was typed travels in the page and is stored nowhere


def zoeken(nummer: str) -> ResponseReturnValue:
    """Search in the own cases, make the extract, and show it as a letter."""
    with werk() as w:
        gevonden = verzoeken.vind(w, nummer)
        if not verzoeken.is_desk(w):
            raise NietGevonden
    if request.method == "GET":
        return _zoekpagina(gevonden, stapverzoek.teruggekomen())
    poging, vondst = handeling.lees(BIJ_ZOEKEN), None
    try:
        if poging.actie != ZOEKEN:
            wat = verzoekzegel.VOORBEELD if poging.actie in BRIEVEN else verzoekzegel.RESULTAAT
            vondst = verzoekzegel.lees(gevonden, wat, handeling.waarde(poging, verzoekzegel.VELD))
        return _zoek(gevonden, poging, vondst) if poging.actie in (ZOEKEN, VERDER) else _na(gevonden, poging, vondst)
    except StapGeweigerd as fout:
        geweigerd = replace(poging, status=422, punten=fout.punten, velden=fout.velden)
        return _zoekpagina(gevonden, geweigerd, vondst)


def _zoek(gevonden: Kwestie, poging: Poging, eerder: Vondst | None) -> ResponseReturnValue:
    ruw = {naam: [waarde] for naam, waarde in eerder.getypt.items()} if eerder else poging.ruw
    na = eerder.ronde.volgende if eerder else ""
    if eerder and not na:
        raise NietGevonden
    with werk() as w:
        gezocht = verzoekzoeken.lees_gezocht(w, ruw)
        ronde = verzoekzoeken.zoek(w, het_huis().beleid, gevonden, gezocht, na)
    if eerder:
        ronde = _samen(eerder.ronde, ronde)
    getypt = {naam: handeling.waarde(replace(poging, ruw=ruw), naam) for naam in _veldnamen()}
    vondst = Vondst(ronde, {naam: waarde for naam, waarde in getypt.items() if waarde})
    return _zoekpagina(gevonden, replace(poging, actie=ZOEKEN), vondst)


def _samen(eerder: Ronde, nu: Ronde) -> Ronde:
    """This round with what the page already showed."""
    return Ronde(
        (*eerder.treffers, *nu.treffers),
        eerder.doorzocht + nu.doorzocht,
        eerder.dicht + nu.dicht,
        nu.volgende,
        (*eerder.rondes, *nu.rondes),
    )


def _na(gevonden: Kwestie, poging: Poging, vondst: Vondst | None) -> ResponseReturnValue:
    """What is done with a result."""
    if vondst is None:
        raise NietGevonden
    return _wis(gevonden, poging, vondst) if poging.actie == WIS else _maak(gevonden, poging, vondst)


def _zoekpagina(gevonden: Kwestie, poging: Poging | None, vondst: Vondst | None = None) -> ResponseReturnValue:
    soort = het_huis().beleid.verzoeken.soorten[str(gevonden.codes["soort"])]
    vorm = maak_handeling(ZOEK)
    if poging and vondst:
        poging = replace(poging, ruw={**poging.ruw, **{naam: [waarde] for naam, waarde in vondst.getypt.items()}})
    ingevuld = handeling.variabelen(replace(poging, actie=ZOEKEN) if poging else None, [vorm])
    tekst = render_template(
        "verzoek_zoeken.html",
        verzoek=gevonden.nummer,
        soort=soort,
        adres=f"{ADRES}/{gevonden.nummer}/zoeken",
        terug=f"{ADRES}/{gevonden.nummer}",
        vorm=vorm,
        ronde=vondst.ronde if vondst else None,
        zegel=verzoekzegel.maak(gevonden, verzoekzegel.RESULTAAT, vondst) if vondst else "",
        gekozen=poging.ruw.get("treffers", []) if poging else [],
        identiteit=bool(gevonden.codes.get("identiteit")),
        wissen=gevonden.codes["soort"] == verzoekwissen.WISSING,
        **ingevuld,
    )
    return tekst, poging.status if poging else 200


def _veldnamen() -> list[str]:
    return [veld.naam for veld in ZOEK.velden]


def _wis(gevonden: Kwestie, poging: Poging, vondst: Vondst) -> ResponseReturnValue:
    """Ask to erase a case that was found; a second person decides. Errors: those of that path."""
    nummer = handeling.waarde(poging, "zaak_nummer")
    if nummer not in {een.nummer for een in vondst.ronde.treffers}:
        raise NietGevonden
    with werk() as w:
        zaak = w.zaken.get_nummer(nummer)
        verzoekwissen.vraag(w, het_huis().beleid, gevonden, zaak, het_huis().settings.basis_url)
    return stapverzoek.klaar(GEVRAAGD, f"{ADRES}/{gevonden.nummer}")


def _bevestig(poging: Poging) -> None:
    """Ask the passphrase again: what comes next is out of the vault. Errors: StapGeweigerd."""
    wachtzin = handeling.waarde(poging, "wachtzin")
    if not wachtzin:
        raise StapGeweigerd([], {"wachtzin": LEEG["wachtzin"]})
    try:
        stapverzoek.bevestig(wachtzin)
    except InloggenMislukt:
        raise StapGeweigerd([], {"wachtzin": stapverzoek.NIET_JUIST}) from None


def _maak(gevonden: Kwestie, poging: Poging, vondst: Vondst) -> ResponseReturnValue:
    """The preview of the extract with its ticks, or the letter itself."""
    regels = het_huis().beleid.verzoeken
    if not regels.soorten[str(gevonden.codes["soort"])].geeft or gevonden.staat != verzoeken.OPEN:
        raise NietGevonden
    gevraagd, weg = poging.actie in BRIEVEN, poging.ruw.get("weg", [])
    if not gevraagd:
        gekozen = verzoekzoeken.kies(vondst.ronde, gevonden, poging.ruw.get("treffers", []))
        vondst = replace(vondst, gekozen=gekozen)
        _bevestig(poging)
    with werk() as w:
        delen = verzoekzoeken.uittreksel(w, het_huis().beleid, gevonden, vondst.ronde, vondst.gekozen)
        dag, nu = verzoeken.dag_nu(w), w.nu
    fouten = _fouten(poging, delen, weg) if gevraagd else {}
    if not gevraagd or fouten:
        return _voorbeeld(gevonden, poging, vondst, delen, fouten), 422 if fouten else 200
    tekst = uittrekselbrief(het_huis().beleid, gevonden, delen, weg, dag)
    # Between two units of work: nobody could write as long as this one waits for its turn to make a sheet.
    blad, regel = verzoekpdf.maak(tekst, nu) if poging.actie == ALS_PDF else (b"", {})
    with werk() as w:
        nog = verzoeken.vind(w, gevonden.nummer, gevonden.revisie)
        verzoeken.noteer_uittreksel(w, nog, tekst.hash, handeling.waarde(poging, "weigering") if weg else "", **regel)
    if blad:
        return pdf.stuur(blad, verzoekpdf.BESTAND)
    return render_template("verzoek_brief.html", brief=tekst, terug=f"{ADRES}/{gevonden.nummer}")


def _fouten(poging: Poging, delen: Sequence[Any], weg: Sequence[str]) -> dict[str, str]:
    if handeling.waarde(poging, "stempel") != verzoekzoeken.stempel(delen):
        return {"weg": VERANDERD}
    if weg and handeling.waarde(poging, "weigering") not in het_huis().beleid.verzoeken.weigeringen:
        return {"weigering": GROND_NODIG}
    return {}


def _voorbeeld(gevonden: Kwestie, poging: Poging, vondst: Vondst, delen: Sequence[Any], fouten: dict[str, str]) -> str:
    return render_template(
        "verzoek_uittreksel.html",
        verzoek=gevonden.nummer,
        adres=f"{ADRES}/{gevonden.nummer}/zoeken",
        terug=f"{ADRES}/{gevonden.nummer}/zoeken",
        delen=delen,
        stempel=verzoekzoeken.stempel(delen),
        zegel=verzoekzegel.maak(gevonden, verzoekzegel.VOORBEELD, vondst),
        weg=poging.ruw.get("weg", []),
        weigering=handeling.waarde(poging, "weigering"),
        weigeringen=list(het_huis().beleid.verzoeken.weigeringen.items()),
        fout=fouten,
        fouten=[("weigering" if naam == "weigering" else "", tekst) for naam, tekst in fouten.items()],
    )


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "verzoeken": lijst,
    "verzoek": verzoek,
    "verzoek_zoeken": zoeken,
    "verzoek_brief": brief,
}
