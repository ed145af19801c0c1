"""One case: its page, the steps that are taken on it, and the names behind a pseudonym."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from web import kader, stapverzoek, verstrekkingen
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import stappen
from workflow.antwoordtekst import stap_van
from workflow.datumtekst import dag_tekst
from workflow.fouten import Ingehaald, InloggenMislukt, NietGevonden, StapGeweigerd
from workflow.logregel import Logregel
from workflow.melden import SIGNAAL
from workflow.overlegagenda import overleg_van
from workflow.overlegplannen import adhoc_adres
from workflow.ports import Werk
from workflow.taken import PADEN
from workflow.termijnen import TIJDZONE
from workflow.zaak import Overleg, Zaak
from workflow.zaakpagina import Zaakpagina, toon_persoon, zaakpagina
from workflow.zaakzicht import is_zichtbaar, vind_zaak

INSTEMMEN, AFWIJZEN = "instemmen", "afwijzen_voorstel"
VOORSTEL = (INSTEMMEN, AFWIJZEN)
# Names stand on a screen for five minutes; then the page goes back to the pseudonyms by itself.
NAMEN_SECONDEN = 300
NAAMLABELS = {
    "doel": "Waarvoor heb je de naam nodig?",
    "grond": "Op welke grond?",
    "notitie": "Notitie bij de zaak",
    "wachtzin": "Je wachtzin",
}
NAAMVELDEN = ("persoon", "doel", "grond", "notitie")
NIET_JUIST = "Deze wachtzin klopt niet"


def zaak(nummer: str) -> ResponseReturnValue:
    """Show the case, or take a step on it."""
    if request.method == "GET":
        return _toon(nummer, stapverzoek.teruggekomen() or verstrekkingen.klaargezet(nummer))
    poging = stapverzoek.lees_poging()
    gemaakt: list[stappen.Uitkomst] = []

    def doe(w: Werk, revisie: int) -> str:
        gemaakt.append(_zet(w, vind_zaak(w, nummer), poging, revisie))
        return gemaakt[0].melding

    gedaan = stapverzoek.probeer(poging, doe)
    if isinstance(gedaan, Poging):
        return _toon(nummer, gedaan)
    _wijs_door(poging.actie, gemaakt[0].nieuw_id)
    return stapverzoek.klaar(gedaan, f"/zaken/{nummer}" if _is_er_nog(nummer) else "/werkvoorraad")


def _wijs_door(actie: str, nieuw_id: bytes | None) -> None:
    """A link on the next page to the smaller route that this step began."""
    stap = stap_van(het_huis().beleid.routes[SIGNAAL], actie)
    pad = PADEN.get(stap.opent.partition(".")[0], "") if stap is not None else ""
    if nieuw_id is not None and pad:
        flash(f"{pad}/{nieuw_id.hex()}", kader.VERDER)


def _zet(w: Werk, gevonden: Zaak, poging: Poging, revisie: int) -> stappen.Uitkomst:
    """Take the step, or answer the proposal that waits. Errors: those of a step."""
    huis = het_huis()
    if poging.actie not in VOORSTEL:
        return stappen.zet_stap(w, huis.beleid, gevonden, poging.actie, poging.ruw, revisie, huis.settings.basis_url)
    if revisie != gevonden.revisie:
        # A change in between voids the proposal: then this is no case that does not exist, but one that moved on.
        raise Ingehaald
    if poging.actie == AFWIJZEN:
        return stappen.wijs_af(w, huis.beleid, gevonden, (poging.ruw.get("reden") or [""])[0])
    return stappen.stem_in(w, huis.beleid, gevonden, poging.ruw, revisie, huis.settings.basis_url)


def _is_er_nog(nummer: str) -> bool:
    """Who handed a case on, or ended it, may not see it any more."""
    with werk() as w:
        try:
            return is_zichtbaar(w, w.zaken.get_nummer(nummer))
        except NietGevonden:
            return False


def _toon(nummer: str, poging: Poging | None) -> ResponseReturnValue:
    laatste: Logregel | None = None
    with werk() as w:
        gevonden = vind_zaak(w, nummer)
        if poging is not None and poging.ingehaald:
            laatste = w.logboek.laatste(gevonden)
        pagina = zaakpagina(w, het_huis().beleid, gevonden)
        adhoc, overleg = adhoc_adres(w, gevonden), overleg_van(w, gevonden)
    return _render(pagina, poging, laatste, adhoc, overleg), poging.status if poging else 200


def _render(
    pagina: Zaakpagina,
    poging: Poging | None,
    laatste: Logregel | None = None,
    adhoc: str = "",
    overleg: Overleg | None = None,
    **anders: Any,
) -> str:
    beleid = het_huis().beleid
    stand = [f"De status is: {pagina.zaak.staat}."]
    ingevuld = stapverzoek.variabelen(poging, pagina.aanbod, SIGNAAL, stand)
    if poging is not None and poging.actie in VOORSTEL:
        punten = [(getattr(punt, "url", ""), punt) for punt in poging.punten]
        ingevuld["fouten"] = [*punten, *_bij_voorstel(poging, pagina)]
    if ingevuld.get("conflict"):
        ingevuld["conflict"] |= _eerder(laatste, stand)
    return render_template(
        "zaak.html",
        doelen=list(beleid.taxonomie["doelen"].keuzes().items()),
        gronden=list(beleid.taxonomie["gronden"].keuzes().items()),
        teruggezet=poging is not None and poging.status == 200 and not request.args,
        adhoc=adhoc,
        overleg=(f"/overleg/{overleg.id.hex()}", dag_tekst(overleg.dag)) if overleg is not None else (),
        klaarzetten=verstrekkingen.aangeboden(pagina.zaak.nummer) if pagina.verstrekkingen is not None else (),
        zorg=verstrekkingen.zorg(),
        **vars(pagina),
        **ingevuld,
        **(anders or _namen_terug(poging)),
    )


def _bij_voorstel(poging: Poging, pagina: Zaakpagina) -> list[tuple[str, str]]:
    wacht = pagina.instemming
    labels = {veld.naam: veld.label for veld in wacht.velden} if wacht is not None else {}
    if wacht is not None:
        labels["reden"] = wacht.vraag_reden
    return [
        (f"instemming-{naam}", stapverzoek.foutregel(labels.get(naam, ""), tekst))
        for naam, tekst in poging.velden.items()
    ]


def _eerder(laatste: Logregel | None, stand: list[str]) -> dict[str, Any]:
    """Who was first, when and with what, from the log."""
    inhoud = (laatste.inhoud if laatste is not None else None) or {}
    if not inhoud:
        return {"gebeurd": stand}
    stap = stap_van(het_huis().beleid.routes[SIGNAAL], str(inhoud["handeling"]))
    wat = [f"Gekozen is: {stap.knop}."] if stap is not None else []
    ts = str(inhoud["ts"])
    wanneer = f"{datetime.fromisoformat(ts).astimezone(TIJDZONE):%H.%M} uur" if "T" in ts else ""
    wie = "De melder" if inhoud["rol"] == "melder" else str(inhoud.get("alias") or "Een collega")
    return {"wie": wie, "wanneer": wanneer, "gebeurd": [*wat, *stand]}


def namen(nummer: str) -> ResponseReturnValue:
    """Show who one pseudonym is: with a purpose, a ground and the passphrase once more.

    Asked for again without its form (the page was loaded anew, or somebody logged in again), it is the case.
    """
    if request.method == "GET":
        return _toon(nummer, stapverzoek.teruggekomen())
    velden = {naam: request.form.get(naam, "") for naam in NAAMVELDEN}
    fouten = _naamfouten(velden)
    if not fouten:
        try:
            stapverzoek.bevestig(request.form.get("wachtzin", ""))
        except InloggenMislukt:
            fouten = {"wachtzin": NIET_JUIST}
        except StapGeweigerd as fout:
            fouten = dict(fout.velden)
    with werk() as w:
        gevonden = vind_zaak(w, nummer)
        try:
            if not fouten:
                pagina = toon_persoon(w, het_huis().beleid, gevonden, *velden.values())
        except StapGeweigerd as fout:
            fouten = dict(fout.velden)
        if fouten:
            pagina = zaakpagina(w, het_huis().beleid, gevonden)
    if fouten:
        return _render(pagina, None, **_namen(velden, fouten)), 422
    antwoord = make_response(_render(pagina, None))
    antwoord.headers["Refresh"] = f"{NAMEN_SECONDEN}; url={pagina.zaak.url}"
    return antwoord


def _naamfouten(velden: Mapping[str, str]) -> dict[str, str]:
    lijsten, fouten = het_huis().beleid.taxonomie, {}
    for naam, lijst in (("doel", "doelen"), ("grond", "gronden")):
        if velden[naam] not in lijsten[lijst].keuzes():
            fouten[naam] = "Maak een keuze"
    if not request.form.get("wachtzin"):
        fouten["wachtzin"] = "Vul je wachtzin in"
    return fouten


def _namen(velden: Mapping[str, str], fouten: Mapping[str, str]) -> dict[str, Any]:
    """The variables of the form for names after a refused try."""
    persoon = velden["persoon"]
    regels = [
        (f"namen-{persoon}-{naam}", stapverzoek.foutregel(NAAMLABELS[naam], tekst)) for naam, tekst in fouten.items()
    ]
    return {"naampersoon": persoon, "naamwaarden": velden, "naamfouten": fouten, "fouten": regels}


def _namen_terug(poging: Poging | None) -> dict[str, Any]:
    """The form for names whose session ran out: what was chosen, without the passphrase."""
    if poging is None or "persoon" not in poging.ruw or poging.actie:
        return {}
    velden = {naam: (poging.ruw.get(naam) or [""])[0] for naam in NAAMVELDEN}
    return {"naampersoon": velden["persoon"], "naamwaarden": velden}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"zaak": zaak, "zaak_namen": namen}
