"""The read log on the screen: who opened what and why, for who supervises it; reading it is logged too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.antwoordtekst import stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.logregel import Logregel
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE

PER_BLAD = 20
# The kind of an entry is sealed with it, so a filter looks back over this many entries for one page.
TERUG, DEEL = 2000, 200
SOORTEN = {
    "lezen": "Zaak geopend",
    "namen": "Namen getoond",
    "lijst": "Lijst bekeken",
    "stap": "Stap gezet",
    "check": "Privacycheck",
    "inloggen": "Ingelogd",
    "geweigerd": "Geweigerd",
    "anders": "Iets anders",
}
VAN_SOORT = {
    "lezen": "lezen",
    "status_bekeken": "lezen",
    "heridentificatie": "namen",
    "lijst": "lijst",
    "logboek_bekeken": "lijst",
    "privacycheck_gevraagd": "check",
    "privacycheck_bekeken": "check",
    "privacycheck_beantwoord": "check",
    "inloggen": "inloggen",
    "sso": "inloggen",
    "inloggen_half": "inloggen",
    "tweede_factor_gevraagd": "inloggen",
    "herstellen": "inloggen",
    "geweigerd": "geweigerd",
}
WAT = {
    "lezen": "Geopend",
    "status_bekeken": "Status bekeken",
    "heridentificatie": "Naam getoond",
    "lijst": "Lijst bekeken",
    "logboek_bekeken": "Logboek bekeken",
    "privacycheck_gevraagd": "Privacycheck gevraagd",
    "privacycheck_bekeken": "Privacycheck bekeken",
    "privacycheck_beantwoord": "Privacycheck beantwoord",
    "inloggen": "Ingelogd",
    "geweigerd": "Pagina geweigerd",
    "inloggen_half": "Wachtzin goed, tweede stap nodig",
    "tweede_factor_gevraagd": "Code uit de app gevraagd",
    "tweede_factor": "Tweede stap van het inloggen gewijzigd",
    "factor_wissen_gevraagd": "Gevraagd om de tweede stap te wissen",
    "factor_gewist": "Tweede stap van het inloggen gewist",
    "wachtzin_gewijzigd": "Wachtzin gewijzigd",
    "herstelcode_vernieuwd": "Nieuwe herstelcode gemaakt",
    "herstellen": "Nieuwe wachtzin met de herstelcode",
    "uitnodiging_aanvaard": "Uitnodiging aanvaard",
    "sso": "Bekend via de gemeente",
    "sso_koppelen": "Account van de gemeente gekoppeld",
    "sso_ontkoppelen": "Account van de gemeente losgemaakt",
    "opgezet": "Meldroute opgezet",
    "bewaarder_gemaakt": "Bewaarder gemaakt",
    "ceremonie_nieuw": "Nieuwe herstelcodes op papier gemaakt",
    "ceremonie_geoefend": "Herstelcodes op papier geoefend",
    "oude_herstelcodes": "Oude herstelcodes op papier gebruikt",
    "noodherstel": "Werkplek teruggehaald met herstelcodes op papier",
    "wortel_hersteld": "Hoofdsleutel teruggehaald met herstelcodes op papier",
    "beschadigd": "Beschadigd deel gevonden",
    "afwijzen_voorstel": "Voorstel afgewezen",
    "houder": "Andere gemeente werd houder",
    "klok": "Bericht van de klok",
    "klok_vervallen": "Klok gestopt",
    "klok_stap_geweigerd": "Stap van de klok geweigerd",
    "overleg_plannen": "Overleg gepland",
    "overleggen_gepland": "Overleggen gepland",
    "deelnemer_bevestigd": "Vijf woorden van een deelnemer vergeleken",
    "zitting_openen": "Zitting geopend",
    "zitting_sluiten": "Zitting gesloten",
    "stuk_maken": "Stuk voor het overleg gemaakt",
    "uitgenodigd": "Iemand uitgenodigd",
    "herstel_uitgenodigd": "Herstelcode gemaakt",
    "uitnodiging_ingetrokken": "Uitnodiging ingetrokken",
    "lid_voorgesteld": "Houder van een werkplek voorgesteld",
    "lid_goedgekeurd": "Sleutel van een werkplek gegeven",
    "lid_afgewezen": "Voorstel voor een houder afgewezen",
    "lid_vertrokken": "Houder van een werkplek vertrokken",
    "account_geblokkeerd": "Account geblokkeerd",
    "sleutel_vernieuwd": "Sleutel van een werkplek vernieuwd",
    "sleutel_ondertekend": "Sleutel van een werkplek ondertekend",
    "werkplek_geopend": "Werkplek geopend",
    "noodwrap_hersteld": "Werkplek onder de nieuwe herstelcodes gebracht",
    "vernietigen": "Zaak vernietigd",
    "vernietigd": "Zaak vernietigd",
    "wortel_vernieuwd": "Hoofdsleutel vernieuwd",
    "wortel_afgerond": "Oude hoofdsleutel weggegooid",
    "kek_vernieuwd": "Sleutel van de gemeente vernieuwd",
    "tekensleutel_vernieuwd": "Sleutel van het logboek vernieuwd",
}
COMPARTIMENTEN = {
    "ruw": "signaal",
    "melder": "melder",
    "draad": "contact met de melder",
    "zaak": "zaak",
    "ident": "namen",
    "vs": "verstrekking",
    "actie": "actie",
    "aanvraag": "vraag om opvang",
    "opvang": "opvang",
    "stuk": "stuk voor het overleg",
}
VOORSTEL, STAP = "voorstel_", "stap "


@dataclass(frozen=True)
class Logrij:
    """One line of the page."""

    moment: str
    iso: str
    wie: str
    rol: str
    wat: str
    zaak: str
    doel: str


@dataclass(frozen=True)
class Logpagina:
    """One page of the log. `volgende` is the key of the next one, `gekeurd` the day of the last signed checkpoint."""

    rijen: tuple[Logrij, ...]
    volgende: str
    gekeurd: date | None


def logpagina(werk: Werk, beleid: Beleid, soort: str = "", voor: int | None = None) -> Logpagina:
    """The newest entries of the own municipality before `voor`, of one kind or of all.

    That it was read is committed before anything is returned. Errors: LogboekOnbereikbaar.
    """
    gevonden, volgende = _zoek(werk, beleid, soort, voor)
    gekeurd = werk.logboek.laatste_controlepunt()
    werk.log("logboek_bekeken", aantal=len(gevonden), soort_regels=soort)
    werk.bevestig()
    return Logpagina(tuple(_rij(beleid, een) for een in gevonden), volgende, gekeurd)


def _zoek(werk: Werk, beleid: Beleid, soort: str, voor: int | None) -> tuple[list[Logregel], str]:
    gevonden: list[Logregel] = []
    gezien = 0
    while gezien < TERUG:
        deel = werk.logboek.regels(voor=voor, aantal=DEEL if soort else PER_BLAD + 1)
        for regel in deel:
            if len(gevonden) == PER_BLAD:
                return gevonden, str(gevonden[-1].seq)
            if not soort or _soort(beleid, regel) == soort:
                gevonden.append(regel)
        if not deel or deel[-1].seq == 1:
            return gevonden, ""
        voor, gezien = deel[-1].seq, gezien + len(deel)
    return gevonden, str(voor)


def _soort(beleid: Beleid, regel: Logregel) -> str:
    handeling = str((regel.inhoud or {}).get("handeling", ""))
    if handeling in VAN_SOORT:
        return VAN_SOORT[handeling]
    return "stap" if _knop(beleid, handeling) else "anders"


def _knop(beleid: Beleid, handeling: str) -> str:
    """The button behind the name of a step, also of one that starts a walk; "" for anything else."""
    for route in beleid.routes.values():
        for naam in (handeling, handeling.removeprefix(f"{route.naam}_")):
            stap = stap_van(route, naam)
            if stap is not None:
                return stap.knop
    return ""


def _wat(beleid: Beleid, inhoud: Mapping[str, Any]) -> str:
    handeling = str(inhoud["handeling"])
    if handeling == "inloggen" and inhoud.get("uitkomst") == "geweigerd":
        return "Inloggen mislukt"
    if handeling in WAT:
        return WAT[handeling]
    if handeling.startswith(VOORSTEL) and _knop(beleid, handeling.removeprefix(VOORSTEL)):
        return f"Voorstel: {_knop(beleid, handeling.removeprefix(VOORSTEL))}"
    return _knop(beleid, handeling) or handeling.replace("_", " ").capitalize()


def _doel(beleid: Beleid, inhoud: Mapping[str, Any]) -> str:
    """Why it was opened, and which parts."""
    doel = str(inhoud.get("doel", ""))
    if doel.startswith(STAP):
        doel = f"Stap: {(_knop(beleid, doel.removeprefix(STAP)) or doel.removeprefix(STAP)).lower()}"
    if inhoud["handeling"] == "heridentificatie":
        grond = beleid.taxonomie["gronden"].naam_van(str(inhoud.get("grond", "")))
        return f"{beleid.taxonomie['doelen'].naam_van(doel)}; {grond}"
    if inhoud["handeling"] == "lijst":
        aantal = inhoud.get("aantal", 0)
        return f"{str(inhoud.get('lijst', '')).capitalize()}, {aantal} {'regel' if aantal == 1 else 'regels'}"
    delen = [str(een).partition(":")[0] for een in inhoud.get("compartimenten", [])]
    namen = ", ".join(dict.fromkeys(COMPARTIMENTEN.get(een, een) for een in delen))
    return f"{doel[:1].upper()}{doel[1:]}: {namen}" if doel and namen else doel or namen


def _rij(beleid: Beleid, regel: Logregel) -> Logrij:
    inhoud = regel.inhoud
    if inhoud is None:
        return Logrij(f"Regel {regel.seq}", "", "-", "-", "Deze regel is beschadigd", "", "")
    moment, iso = _moment(str(inhoud["ts"]))
    rol = str(inhoud["rol"])
    return Logrij(
        moment=moment,
        iso=iso,
        wie=str(inhoud.get("alias") or "-"),
        rol=beleid.werkplekken.rolnamen.get(rol, rol.capitalize()),
        wat=_wat(beleid, inhoud),
        zaak=str(inhoud.get("nummer") or ""),
        doel=_doel(beleid, inhoud),
    )


def _moment(ts: str) -> tuple[str, str]:
    """The moment in words and for machines; of a reporter only the day is known."""
    if "T" not in ts:
        return dag_kort(date.fromisoformat(ts)), ts
    lokaal = datetime.fromisoformat(ts).astimezone(TIJDZONE)
    return f"{dag_kort(lokaal.date())}, {lokaal:%H.%M}", lokaal.isoformat(timespec="seconds")
