"""My tasks: what waits for me or for one of my desks, from open columns and codes; nothing is opened."""

from collections.abc import Iterator
from datetime import date, timedelta

from workflow import bewaarderpagina, kwestietaken, leden, nakijken, nieuws, opvangtaak, vierogen, werkplekpagina
from workflow.afschermen import kandidaten, te_weinig, werkt_aan
from workflow.beleid import Beleid
from workflow.blijftliggen import WAARNEMING, neemt_waar, traject_ligt, wat_nu, zaak_ligt, zonder_akkoord
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.lijstlog import noteer_lijst
from workflow.melden import SIGNAAL
from workflow.ports import Werk
from workflow.privacychecks import TAKEN
from workflow.stap import Staat
from workflow.taak import Taak
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import BIJNA, LAAT, termijnstand
from workflow.treffergang import ANTWOORDEN
from workflow.trefferpagina import mijn_rijen
from workflow.werkplekpagina import mijn_werkplekken
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Traject, Zaak
from workflow.zaakomgeving import WAT_NU
from workflow.zaaktermijn import aan_zet, reden, stand, uiterlijk
from workflow.zaakzicht import VANGNETPLEK

HOOGSTENS = 500
GROEPEN = ("Te laat", "Vandaag", "Deze week", "Later")
PRIVACY = "privacyfunctionaris"
PADEN = {"verstrekking": "/verstrekkingen", "opvang": "/opvang", "actie": "/acties"}
WAT = {
    ("verstrekking", "concept"): "Maak de verstrekking af",
    ("verstrekking", "verzonden"): "Bekijk wat je hebt gekregen",
    ("verstrekking", "ontvangen"): "Pak de verstrekking op",
    ("verstrekking", "opgepakt"): "Laat weten wat eruit kwam",
    ("verstrekking", "vraag"): "Beantwoord de vraag van de partner",
    ("actie", "open"): "Begin met de actie",
    ("actie", "bezig"): "Meld de actie gereed",
    ("actie", "uitleg_gevraagd"): "Geef de afdeling uitleg over de actie",
}
KIES = "Kies de volgende stap"
TOEGANG = "Geef een collega toegang. Te weinig mensen kunnen deze zaak openen"
OVERLAP = "Beantwoord de vraag over een overlap"


def taken(werk: Werk, beleid: Beleid) -> list[tuple[str, list[Taak]]]:
    """My tasks in groups, soonest first; logged as a list. Errors: LogboekOnbereikbaar: nothing is shown."""
    alle = [
        *_zaken(werk, beleid),
        *_vangnet(werk, beleid),
        *_voorstellen(werk, beleid),
        *_trajecten(werk, beleid),
        *_checks(werk, beleid),
        *_zonder_akkoord(werk),
        *_tweede(werk),
        *_werkplekken(werk, beleid),
        *_treffers(werk),
        *kwestietaken.taken(werk, beleid),
    ]
    noteer_lijst(werk, "taken", [een.code for een in alle])
    alle.sort(key=lambda een: (een.kleur != LAAT, een.dag or date.max, een.code))
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    return [(groep, [een for een in alle if _groep(een, vandaag) == groep]) for groep in GROEPEN]


def _groep(taak: Taak, vandaag: date) -> str:
    if taak.kleur == LAAT:
        return "Te laat"
    if taak.dag is None:
        return "Later"
    if taak.dag <= vandaag:
        return "Vandaag"
    zondag = vandaag + timedelta(days=6 - vandaag.weekday())
    return "Deze week" if taak.dag <= zondag else "Later"


def _treffers(werk: Werk) -> Iterator[Taak]:
    """Questions about an overlap with another municipality that wait for this actor."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for rij in mijn_rijen(werk):
        if rij.staat in ANTWOORDEN:
            hoe = termijnstand(vandaag, rij.dag, rij.termijn or vandaag)
            yield Taak(
                url=f"/treffers#{rij.nummer}",
                code=rij.nummer,
                wat=OVERLAP,
                termijn=hoe.tekst,
                kleur=hoe.kleur,
                uiterlijk=dag_tekst(rij.termijn) if rij.termijn else "",
                reden="",
                spoed=False,
                dag=rij.termijn,
            )


def _zaaktaak(beleid: Beleid, werk: Werk, zaak: Zaak, wat: str) -> Taak:
    route, hoe = werk.route(zaak.route, zaak.route_hash), stand(zaak, werk.nu)
    return Taak(
        url=f"/zaken/{zaak.nummer}",
        code=zaak.nummer,
        wat=wat,
        termijn=hoe.tekst,
        kleur=hoe.kleur,
        uiterlijk=uiterlijk(zaak),
        reden=reden(beleid, route, zaak),
        spoed=zaak.spoed,
        dag=zaak.termijn,
    )


def _zaken(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """Cases whose turn it is at my desk; for the veiligheidsadviseur also those that stay lying."""
    waar = neemt_waar(werk)
    open_ = [een.naam for een in beleid.routes[SIGNAAL].staten if not een.eind]
    for zaak in werk.zaken.lijst(staten=open_, aantal=HOOGSTENS) if werk.actor.werkplekken else []:
        route = werk.route(zaak.route, zaak.route_hash)
        if _is_mijn_beurt(werk, zaak, route.staat(zaak.staat), aan_zet(route, zaak, werk.nu)):
            wat = WAT_NU.get(zaak.staat, KIES).rstrip(".")
            if zaak.kenmerken.get(nieuws.NIEUWS) and werkt_aan(werk.actor, zaak, f"af.{zaak.houder}"):
                wat = f"{nieuws.TAAK}. {wat}"
            over = waar and stand(zaak, werk.nu).kleur == LAAT
            yield _zaaktaak(beleid, werk, zaak, f"{wat}. {WAARNEMING}" if over else wat)
        elif ligt := zaak_ligt(werk, beleid, zaak, route.staat(zaak.staat)):
            yield _zaaktaak(beleid, werk, zaak, ligt)
        elif zaak.kenmerken.get(nieuws.NIEUWS) and werkt_aan(werk.actor, zaak, f"af.{zaak.houder}"):
            yield _nieuws(werk, zaak)
        if werkt_aan(werk.actor, zaak, f"af.{zaak.houder}") and te_weinig(werk, zaak) and kandidaten(werk, zaak):
            yield _zaaktaak(beleid, werk, zaak, TOEGANG)


def _nieuws(werk: Werk, zaak: Zaak) -> Taak:
    """What the reporter wrote while it is somebody else's turn: to be read today."""
    vandaag, sinds = werk.nu.astimezone(TIJDZONE).date(), date.fromisoformat(zaak.kenmerken[nieuws.NIEUWS])
    return Taak(
        url=f"/zaken/{zaak.nummer}#draad-kop",
        code=zaak.nummer,
        wat=nieuws.TAAK,
        termijn="",
        kleur="",
        uiterlijk="",
        reden=f"geschreven op {dag_kort(sinds)}",
        spoed=zaak.spoed,
        dag=vandaag,
    )


def _is_mijn_beurt(werk: Werk, zaak: Zaak, staat: Staat, desk: str) -> bool:
    if staat.eigenaar == "regiehouder" and stand(zaak, werk.nu).kleur != LAAT:
        # A colleague of the desk stands in only when it gets late.
        return zaak.regiehouder == werk.actor.persoon_id
    return werkt_aan(werk.actor, zaak, desk)


def _vangnet(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """Signals that the clock released to the safety net."""
    for zaak in werk.zaken.vrijgegeven("ruw", VANGNETPLEK):
        if not zaak.afgeschermd and not werk.actor.zit_aan(f"af.{zaak.houder}"):
            yield _zaaktaak(beleid, werk, zaak, "Neem dit signaal waar")


def _voorstellen(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """Four-eyes steps that wait for me as the second person."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for voorstel in werk.controles.voorstellen() if werk.actor.werkplekken else []:
        zaak = werk.zaken.get(voorstel.zaak_id)
        stap = werk.route(zaak.route, zaak.route_hash).stap(zaak.staat, voorstel.actie)
        if not vierogen.rol_van_tweede(werk, zaak, stap, voorstel):
            continue
        hoe = termijnstand(vandaag, vandaag, voorstel.termijn)
        yield Taak(
            url=f"/zaken/{zaak.nummer}",
            code=zaak.nummer,
            wat=f"Kijk mee: {stap.knop[0].lower()}{stap.knop[1:]}",
            termijn=hoe.tekst,
            kleur=hoe.kleur,
            uiterlijk=dag_tekst(voorstel.termijn),
            reden=f"{beleid.klokken.termijnen[vierogen.GROEP].tekst} na het voorstel",
            spoed=zaak.spoed,
            dag=voorstel.termijn,
        )


def _trajecten(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """Hand-offs, requests and actions that wait for one of my desks, or that I follow and that stay lying."""
    for naam in PADEN if werk.actor.werkplekken else ():
        gevonden = {een.id: een for een in werk.trajecten.aan_werkplekken(werk.actor.werkplekken, naam)}
        gevonden |= {een.id: een for een in werk.trajecten.van_gemeente(naam)}
        for traject in gevonden.values():
            route = werk.route(traject.route, traject.route_hash)
            if route.is_eind(traject.staat):
                continue
            staat = route.staat(traject.staat)
            wat = _traject_wat(werk, beleid, traject, staat) or traject_ligt(werk, beleid, traject, staat)
            if wat:
                yield _trajecttaak(beleid, werk, traject, wat)


def _traject_wat(werk: Werk, beleid: Beleid, traject: Traject, staat: Staat) -> str:
    """What this person must do on a walk now; "" when it is not his turn."""
    if (gevraagd := opvangtaak.van_opvang(werk, traject)) is not None:
        return gevraagd
    wat = opvangtaak.wat(traject) or WAT.get((traject.route, traject.staat), KIES)
    if staat.eigenaar == "maker":
        return wat if werk.actor.zit_aan(traject.maker) else ""
    if werk.actor.zit_aan(traject.ontvanger):
        return wat
    if werk.actor.zit_aan(traject.maker) and not werk.mensen.van_werkplek(traject.ontvanger):
        return f"Bel de partner en leg vast wat er gebeurt ({werkplek_tekst(beleid, traject.ontvanger)})"
    return ""


def _trajecttaak(beleid: Beleid, werk: Werk, traject: Traject, wat: str) -> Taak:
    route, hoe = werk.route(traject.route, traject.route_hash), stand(traject, werk.nu)
    return Taak(
        url=f"{PADEN[traject.route]}/{traject.id.hex()}",
        code=traject.nummer,
        wat=wat,
        termijn=hoe.tekst,
        kleur=hoe.kleur,
        uiterlijk=uiterlijk(traject),
        reden=reden(beleid, route, traject),
        spoed=traject.spoed,
        dag=traject.termijn,
    )


def _checks(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """Privacy checks that wait for an answer, for the privacyfunctionaris."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for check in werk.controles.checks(open_alleen=True) if werk.actor.rol == PRIVACY else []:
        hoe = termijnstand(vandaag, check.dag, check.termijn)
        termijn = beleid.klokken.termijnen["privacycheck_achteraf" if check.achteraf else "privacycheck"]
        yield Taak(
            url=f"/privacychecks/{check.id.hex()}",
            code=str(check.codes["nummer"]),
            wat=TAKEN.get(check.soort, f"Beantwoord privacycheck {check.soort.upper()}"),
            termijn=hoe.tekst,
            kleur=hoe.kleur,
            uiterlijk=dag_tekst(check.termijn),
            reden=f"{termijn.tekst} na de vraag van {dag_kort(check.dag)}",
            spoed=False,
            dag=check.termijn,
        )


def _tweede(werk: Werk) -> Iterator[Taak]:
    """Hand-offs that I must look at as the second person: an exception before, a vital interest afterwards."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for traject in nakijken.mijn_beurt(werk):
        voor = nakijken.nakijken_voor(traject)
        laat = nakijken.te_laat(werk, traject)
        yield Taak(
            url=f"{PADEN[traject.route]}/{traject.id.hex()}",
            code=traject.nummer,
            wat=nakijken.WAT_UITZONDERING if voor is None else nakijken.WAT_VITAAL,
            termijn="Te laat" if laat else "",
            kleur=LAAT if laat else BIJNA,
            uiterlijk=dag_tekst(voor) if voor else "",
            reden="",
            spoed=traject.spoed,
            dag=voor or vandaag,
        )


def _zonder_akkoord(werk: Werk) -> Iterator[Taak]:
    """Urgent hand-offs of my desk that the privacyfunctionaris did not agree with afterwards."""
    for check, traject in zonder_akkoord(werk):
        wat, antwoord = wat_nu(check)
        yield Taak(
            url=f"{PADEN[traject.route]}/{traject.id.hex()}",
            code=traject.nummer,
            wat=wat,
            termijn=antwoord,
            kleur=BIJNA,
            uiterlijk="",
            reden="",
            spoed=traject.spoed,
            dag=werk.nu.astimezone(TIJDZONE).date(),
        )


def _werkplekken(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """What my desks wait for: a key that must be renewed, and people who are to be given it."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for plek in mijn_werkplekken(werk):
        adres, naam = f"{werkplekpagina.ADRES}/{plek}", werkplek_tekst(beleid, plek)
        if leden.stand(werk, plek).nodig:
            yield _sleuteltaak(adres, f"Vernieuw de sleutel van je werkplek: {naam}", vandaag)
        if leden.voorstellen(werk, plek):
            yield _sleuteltaak(adres, f"Er wacht iemand op de sleutel van je werkplek: {naam}", vandaag)
    if werk.actor.rol == bewaarderpagina.ROL and leden.is_bewaarder(werk):
        if leden.te_openen(werk):
            yield _sleuteltaak(bewaarderpagina.ADRES, "Open een werkplek voor de eerste collega", vandaag)
        if leden.te_tekenen(werk):
            yield _sleuteltaak(bewaarderpagina.ADRES, "Onderteken een nieuwe sleutel", vandaag)


def _sleuteltaak(adres: str, wat: str, vandaag: date) -> Taak:
    return Taak(adres, "", wat, "", "", "", "", spoed=False, dag=vandaag)
