"""Taking one step of a route: who, whether, keys, answers, state, clocks, log - in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflow import (
    afschermen,
    bronnen,
    gevolgen,
    guards,
    namencheck,
    nieuws,
    overdracht,
    privacychecks,
    soorten,
    staatwissel,
    trajecten,
    vierogen,
)
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.keuzes import VAN_DE_ZAAK, keuzes
from workflow.machine import volgende_staat
from workflow.ports import Werk
from workflow.rechten import rol_voor
from workflow.route import Route, StapKanNiet
from workflow.stap import Stap, Veld
from workflow.velden import MAX_TEKST, Antwoordfout, lees_tekst, lees_velden
from workflow.zaak import Traject, Zaak

Ruw = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Uitkomst:
    """What came of a step: a line for the screen, the case, and the walk that was started, if any."""

    melding: str
    zaak: Zaak
    traject: Traject | None = None
    nieuw_id: bytes | None = None


def zet_stap(
    werk: Werk,
    beleid: Beleid,
    onderwerp: Zaak | Traject,
    actie: str,
    ruw: Ruw,
    revisie: int | None,
    basis_url: str = "",
) -> Uitkomst:
    """Take the step `actie` on a case or on one of its walks.

    In: `ruw` the answers by field name as they came in; `revisie` the version that the person saw (None: whatever
    is there now, for the clock). Everything happens in one transaction or not at all.
    Errors: NietGevonden when this actor has no such step here; Ingehaald when somebody was first; StapGeweigerd
    with what is missing; WerkplekGesloten when the next desk has no key.
    """
    if revisie is not None and revisie != onderwerp.revisie:
        # Before anything else: who was overtaken must hear that, not that his step has gone.
        raise Ingehaald
    c = _context(werk, beleid, onderwerp, actie)
    c.vooraf["basis_url"] = basis_url
    _weiger(c)
    if c.stap.vier_ogen:
        voorstel = werk.controles.find_voorstel(c.zaak.id)
        if voorstel is not None and voorstel.actie == actie:
            return stem_in(werk, beleid, c.zaak, ruw, revisie, basis_url)
    c.velden = _lees(c, ruw)
    if c.stap.privacycheck and f"privacycheck_{c.stap.privacycheck.lower()}" in c.stap.voorwaarden:
        melding = _vraag_eerst(c)
        if melding:
            return Uitkomst(melding, c.zaak, c.traject)
    _toets(c)
    if c.stap.vier_ogen:
        return Uitkomst(vierogen.stel_voor(c), werk.zaken.get(c.zaak.id))
    return _voer_uit(c)


def _context(werk: Werk, beleid: Beleid, onderwerp: Zaak | Traject, actie: str) -> Context:
    traject = onderwerp if isinstance(onderwerp, Traject) else None
    zaak = werk.zaken.get(traject.zaak_id) if traject is not None else onderwerp
    assert isinstance(zaak, Zaak)
    route = werk.route(onderwerp.route, onderwerp.route_hash)
    stap, rol = _kies(werk, beleid, route, zaak, traject, actie)
    return Context(werk, beleid, zaak, traject, route, stap, rol)


def _kies(
    werk: Werk, beleid: Beleid, route: Route, zaak: Zaak, traject: Traject | None, actie: str
) -> tuple[Stap, str]:
    """The step and the role in which the actor takes it.

    Errors: NietGevonden for who never has it; StapGeweigerd for who has it in another state.
    """
    staat = (traject or zaak).staat
    try:
        stap = route.stap(staat, actie)
    except StapKanNiet:
        elders = [een for een in route.stappen if een.actie == actie]
        if any(rol_voor(een, werk.actor, zaak, traject) for een in elders):
            raise StapGeweigerd([f"Deze stap kan nu niet meer. De status is: {route.staat(staat).scherm}."]) from None
        raise NietGevonden from None
    rol = rol_voor(stap, werk.actor, zaak, traject)
    if not rol or beleid.is_uit(route, actie, zaak.houder):
        raise NietGevonden
    past_niet = soorten.past_niet(beleid.soorten, beleid.taxonomie, zaak, actie) if traject is None else ""
    if past_niet:
        raise StapGeweigerd([past_niet])
    return stap, rol


def _lees(c: Context, ruw: Ruw) -> dict[str, Any]:
    nodig = bronnen.heeft(c.stap) or any(veld.soort in VAN_DE_ZAAK for veld in c.stap.velden)
    documenten = c.documenten("zaak") if nodig else []
    c.stap, per_bron = bronnen.voor_stap(c.stap, c.beleid, documenten, ruw)

    def opties(veld: Veld) -> Mapping[str, str]:
        return keuzes(c.werk, c.beleid, c.onderwerp, veld, documenten)

    gegevens = {"rol": c.rol, "vorm": c.traject.vorm if c.traject is not None else ""}
    gegevens |= {"onderzocht": bronnen.onderzocht(c.zaak), bronnen.PER_BRON: per_bron}
    gegevens["instrument"] = str(c.traject.kenmerken.get("instrument", "")) if c.traject is not None else ""
    gelezen, fouten = lees_velden(c.stap.velden, ruw, opties, c.vandaag, gegevens)
    fouten |= bronnen.te_oud(c.beleid, gelezen, c.vandaag)
    if fouten:
        raise StapGeweigerd([], fouten)
    return gelezen


def _toets(c: Context) -> None:
    punten = [punt for naam in c.stap.voorwaarden for punt in guards.VOORWAARDEN[naam](c)]
    if punten:
        raise StapGeweigerd(list(dict.fromkeys(punten)))


def _weiger(c: Context) -> None:
    """What a protected case may not: told before its answers are looked at."""
    punten = afschermen.weigering(c.zaak, c.stap.actie) if c.traject is None else []
    if punten:
        raise StapGeweigerd(punten)


def _vraag_eerst(c: Context) -> str:
    """Ask the privacy check when the step needs one that was never asked; the step waits for the answer."""
    soort = c.stap.privacycheck
    if not privacychecks.moet_eerst_vragen(c, soort):
        return ""
    andere = [naam for naam in c.stap.voorwaarden if not naam.startswith("privacycheck")]
    punten = [punt for naam in andere for punt in guards.VOORWAARDEN[naam](c)]
    if punten:
        raise StapGeweigerd(punten)
    gevolgen.vraag_privacycheck(c)
    c.werk.bevestig()
    return f"Privacycheck {soort} is gevraagd aan de privacyfunctionaris. Is er akkoord? Kies deze stap dan opnieuw."


def _voer_uit(c: Context) -> Uitkomst:
    sleutel = f"{c.route.naam}.{c.stap.actie}"
    if sleutel in gevolgen.VOORAF:
        gevolgen.VOORAF[sleutel](c)
    gevolgen.lees_start(c)
    if c.traject is not None:
        return _voer_traject_uit(c, c.traject)
    zaak = c.zaak
    if c.stap.actie == "voorleggen":
        zaak = replace(zaak, voorgelegd_aan=c.velden["naar_gemeente"])
    zaak = afschermen.benoem(c.werk, zaak, [zaak.werkplek(een.werkplek) for een in c.stap.geeft])
    c.zaak = replace(c.zaak, kenmerken=zaak.kenmerken)
    overdracht.geef(c, zaak, c.stap.geeft, nieuw=True)
    overdracht.leg_vast(c, zaak)
    overdracht.geef(c, zaak, c.stap.geeft, nieuw=False)
    nieuw_id = gevolgen.start_kleine_route(c)
    if c.vooraf.get("veilig_thuis"):
        trajecten.veilig_thuis_concept(c, c.vooraf["veilig_thuis"])
    gevolgen.bericht_aan_melder(c)
    overdracht.neem(c, zaak)
    vierogen.laat_vervallen(c)
    if c.zaak.afgeschermd:
        # After a new ceremony the paper codes must open this case too; only who reads it can see to that.
        c.werk.sleutels.vernieuw_nood(zaak)
    if sleutel in gevolgen.DAARNA:
        zaak = gevolgen.DAARNA[sleutel](c, zaak)
    if c.rol == nieuws.LEZER and c.stap.naar != "=":
        # Who moves the case on has its page before him, with what the reporter wrote.
        zaak = nieuws.gelezen(zaak)
    zaak = privacychecks.na_vastleggen(c, zaak)
    zaak = _wissel(c, zaak, sleutel)
    if c.stap.privacycheck:
        gevolgen.vraag_privacycheck(c)
    c.werk.log(c.stap.actie, zaak, van=c.zaak.staat, naar=zaak.staat)
    c.werk.bevestig()
    return Uitkomst(f"Gedaan: {c.stap.knop[0].lower()}{c.stap.knop[1:]}.", zaak, nieuw_id=nieuw_id)


def _wissel(c: Context, zaak: Zaak, sleutel: str) -> Zaak:
    """Store the case in its next state, with new clocks where the state or the urgency changed."""
    staat = volgende_staat(c.route, c.zaak.staat, c.stap.actie)
    route = c.werk.route(zaak.route, zaak.route_hash)
    opnieuw = sleutel in gevolgen.NIEUWE_TERMIJN and zaak != c.zaak
    if staat == c.zaak.staat and not opnieuw:
        return c.werk.zaken.bewaar(zaak)
    nieuw = staatwissel.betreed(c.werk, c.beleid, route, zaak, staat)
    nieuw = c.werk.zaken.bewaar(nieuw)
    staatwissel.zet_klokken(c.werk, c.beleid, route, nieuw, nieuw)
    if staat != c.zaak.staat:
        staatwissel.tel_wissel(c.werk, c.zaak, nieuw)
    return nieuw


def _voer_traject_uit(c: Context, traject: Traject) -> Uitkomst:
    c.traject = traject
    overdracht.geef(c, c.zaak, c.stap.geeft, nieuw=True)
    overdracht.leg_vast(c, c.zaak)
    overdracht.geef(c, c.zaak, c.stap.geeft, nieuw=False)
    overdracht.neem(c, c.zaak)
    sleutel = f"{c.route.naam}.{c.stap.actie}"
    if sleutel in gevolgen.DAARNA_TRAJECT:
        c.traject = traject = gevolgen.DAARNA_TRAJECT[sleutel](c, traject)
    if c.stap.privacycheck:
        gevolgen.vraag_privacycheck(c)
    oud = traject.staat
    staat = volgende_staat(c.route, oud, c.stap.actie, traject.vorige_staat)
    if staat != oud:
        plek = None if c.stap.actie == "afslaan" else traject.opvangplek
        vroeger, traject = traject, replace(traject, vorige_staat=oud, opvangplek=plek)
        traject = staatwissel.betreed(c.werk, c.beleid, c.route, traject, staat)
        traject = c.werk.trajecten.bewaar(traject)
        staatwissel.zet_klokken(c.werk, c.beleid, c.route, c.zaak, traject)
        staatwissel.tel_wissel(c.werk, vroeger, traject, c.zaak.soort)
    else:
        traject = c.werk.trajecten.bewaar(traject)
    c.werk.log(c.stap.actie, traject, van=oud, naar=staat, **c.vooraf.get("log", {}))
    c.werk.bevestig()
    return Uitkomst(f"Gedaan: {c.stap.knop[0].lower()}{c.stap.knop[1:]}.", c.zaak, traject)


def stem_in(werk: Werk, beleid: Beleid, zaak: Zaak, ruw: Ruw, revisie: int | None, basis_url: str = "") -> Uitkomst:
    """Confirm the four-eyes step that waits on this case; it is carried out at once.

    Errors: NietGevonden when nothing waits or this person may not confirm it; StapGeweigerd; Ingehaald.
    """
    voorstel = werk.controles.find_voorstel(zaak.id)
    if voorstel is None:
        raise NietGevonden
    if revisie is not None and revisie != zaak.revisie:
        raise Ingehaald
    if voorstel.zaak_revisie != zaak.revisie:
        raise StapGeweigerd(["De zaak is veranderd na het voorstel. Vraag een nieuw voorstel."])
    stap = werk.route(zaak.route, zaak.route_hash).stap(zaak.staat, voorstel.actie)
    rol = vierogen.rol_van_tweede(werk, zaak, stap, voorstel)
    if not rol:
        raise NietGevonden
    c = Context(werk, beleid, zaak, None, werk.route(zaak.route, zaak.route_hash), stap, rol)
    c.vooraf["basis_url"] = basis_url
    c.velden = vierogen.velden_van(c, voorstel)
    extra, fouten = lees_velden(
        vierogen.velden_bij_instemmen(stap, voorstel), ruw, beleid.keuzes, c.vandaag, {"rol": rol}
    )
    if fouten:
        raise StapGeweigerd([], fouten)
    c.velden = {**c.velden, **extra}
    _toets(c)
    c.vooraf["al_gemeld"] = voorstel.rol == "aandachtsfunctionaris"
    return _voer_uit(c)


def wijs_af(werk: Werk, beleid: Beleid, zaak: Zaak, reden: str) -> Uitkomst:
    """Reject the four-eyes step that waits; the key that went with the proposal comes back.

    Errors: NietGevonden; StapGeweigerd without a reason, or with one that names a person.
    """
    voorstel = werk.controles.find_voorstel(zaak.id)
    if voorstel is None:
        raise NietGevonden
    route = werk.route(zaak.route, zaak.route_hash)
    stap = route.stap(zaak.staat, voorstel.actie)
    rol = vierogen.rol_van_tweede(werk, zaak, stap, voorstel) or vierogen.rol_van_eerste(werk, voorstel)
    if not rol:
        raise NietGevonden
    if not reden.strip():
        raise StapGeweigerd([], {"reden": "Vul dit in"})
    try:
        reden = lees_tekst(reden.strip(), MAX_TEKST)
    except Antwoordfout as fout:
        raise StapGeweigerd([], {"reden": str(fout)}) from None
    c = Context(werk, beleid, zaak, None, route, stap, rol)
    if punten := namencheck.bekende_namen(c, [reden]):
        raise StapGeweigerd(punten)
    inhoud = {"soort": "stap", "actie": "afwijzen_voorstel", "door": werk.actor.alias, "rol": rol}
    werk.documenten.schrijf(zaak, "zaak", {**inhoud, "velden": {"reden": reden}})
    vierogen.laat_vervallen(c)
    zaak = werk.zaken.bewaar(zaak)
    werk.log("afwijzen_voorstel", zaak)
    werk.bevestig()
    return Uitkomst("Je hebt niet ingestemd. De zaak blijft waar die was.", zaak)
