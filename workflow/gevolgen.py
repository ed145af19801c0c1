"""What a step does beside moving, handing on keys and sealing its answers.

Each step may have a read phase (`VOORAF`: before anything is written, because the audit entry of a reading is
committed at once) and a write phase (`DAARNA`). Both are looked up by "route.step".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workflow import (
    actiestappen,
    afschermen,
    afschermstappen,
    besluitvraag,
    bewaarstand,
    bronnen,
    ingetrokken,
    koppelen,
    monitoring,
    nieuws,
    opvangstappen,
    persoonstappen,
    poort,
    privacychecks,
    trajecten,
    voorleggen,
)
from workflow import verstrekkingstappen as vs
from workflow.context import Context
from workflow.convenantladen import FEITDELEN
from workflow.telling import kwartaal_van
from workflow.zaak import Zaak

Daarna = Callable[[Context, Zaak], Zaak]
Vooraf = Callable[[Context], None]

# -- the read phase


def lees_melder(c: Context) -> None:
    """Fetch the address of a reporter who asked for a message; only a session of the desk of origin can."""
    docs = c.werk.documenten.open(c.zaak, ["melder"], f"bericht bij {c.stap.actie}")
    gegevens = next((doc.inhoud for doc in docs if doc.soort == "melder"), None) or {}
    if gegevens.get("bericht") and gegevens.get("email"):
        c.vooraf["melder_adres"] = gegevens["email"]


def lees_start(c: Context) -> None:
    """Fetch what a smaller route needs that this step starts."""
    if c.stap.opent == "verstrekking.opstellen":
        c.vooraf["verstrekking"] = trajecten.lees_voor_verstrekking(c, c.velden)
    binnen = () if c.stap.naar in ("=", "<") else c.route.staat(c.stap.naar).bij_binnenkomst
    if "veilig_thuis_concept" in binnen and trajecten.veilig_thuis_nodig(c):
        c.vooraf["veilig_thuis"] = trajecten.lees_voor_veilig_thuis(c)


VOORAF: dict[str, Vooraf] = {
    f"signaal.{actie}": lees_melder
    for actie in ("oppakken", "aanvulling_vragen", "terugmelden", "afsluiten", "niet_in_behandeling_nemen")
}

BERICHTEN = {
    "oppakken": "melder_opgepakt",
    "aanvulling_vragen": "melder_vraag",
    "terugmelden": "melder_bericht",
    "afsluiten": "melder_klaar",
    "niet_in_behandeling_nemen": "melder_klaar",
}


def bericht_aan_melder(c: Context) -> None:
    """Mail a reporter who wanted it: a neutral line and the address of the follow page, nothing more."""
    adres = c.vooraf.get("melder_adres")
    if adres:
        onderwerp, tekst = c.beleid.berichten.maak(BERICHTEN[c.stap.actie], url=c.vooraf["basis_url"])
        c.werk.berichten.klaarzetten(adres, c.zaak.houder, onderwerp, tekst, spoed=False)


# -- the write phase


def _kenmerk(zaak: Zaak, **waarden: Any) -> Zaak:
    return replace(zaak, kenmerken={**zaak.kenmerken, **waarden})


def agenderen(c: Context, zaak: Zaak) -> Zaak:
    """On the agenda of one meeting."""
    return replace(zaak, overleg_id=bytes.fromhex(c.velden["overleg"]))


def aanhouden(c: Context, zaak: Zaak) -> Zaak:
    """To a later meeting; counted, because it may happen twice."""
    return replace(zaak, overleg_id=bytes.fromhex(c.velden["overleg"]), aangehouden=zaak.aangehouden + 1)


def van_de_agenda(_c: Context, zaak: Zaak) -> Zaak:
    """Off the agenda."""
    return replace(zaak, overleg_id=None)


def regie(c: Context, zaak: Zaak) -> Zaak:
    """Name who directs the case, with the role in which he does."""
    persoon = c.werk.mensen.get(bytes.fromhex(c.velden["regiehouder"]))
    return _kenmerk(replace(zaak, regiehouder=persoon.id, overleg_id=None), regie_rol=persoon.rol)


def terug_naar_houder(c: Context, zaak: Zaak) -> Zaak:
    """No longer before the other municipality; who presented the case hears that it came back."""
    if c.stap.actie == "weigeren":
        voorleggen.meld_antwoord(c.werk, c.beleid, zaak, f"af.{zaak.houder}", c.vooraf["basis_url"])
    return replace(afschermen.vergeet(zaak, f"af.{zaak.voorgelegd_aan}"), voorgelegd_aan=None)


def aannemen(c: Context, zaak: Zaak) -> Zaak:
    """The other municipality holds the case from here on, on its own version of the route."""
    naar = zaak.voorgelegd_aan
    if naar is None:
        raise ValueError("only a presented case can be taken over")
    huidig = c.werk.route(zaak.route)
    c.werk.log("houder", zaak, van=zaak.houder, naar=naar, route_van=zaak.route_hash, route_naar=huidig.hash)
    zaak = c.werk.zaken.verhuis(zaak, naar)
    return replace(zaak, voorgelegd_aan=None, route_hash=huidig.hash)


def spoed_zetten(_c: Context, zaak: Zaak) -> Zaak:
    """Urgent from here on."""
    return replace(zaak, spoed=True)


def spoed_intrekken(_c: Context, zaak: Zaak) -> Zaak:
    """No longer urgent."""
    return replace(zaak, spoed=False)


def aanvullen(c: Context, zaak: Zaak) -> Zaak:
    """The reporter answered: a task for who reads it."""
    return _kenmerk(zaak, **{nieuws.NIEUWS: c.vandaag.isoformat()})


def toevoegen(c: Context, zaak: Zaak) -> Zaak:
    """The same for something that he adds; when he says that there is danger now, the case is urgent."""
    return replace(aanvullen(c, zaak), spoed=zaak.spoed or c.velden.get("gevaar") == "ja")


def bericht_gelezen(_c: Context, zaak: Zaak) -> Zaak:
    """Nothing of the reporter waits to be read any more."""
    return nieuws.gelezen(zaak)


def resultaat_vastleggen(c: Context, zaak: Zaak) -> Zaak:
    """Results per source: from here on weighing 4 is asked."""
    return _kenmerk(zaak, **{bronnen.KENMERK: True}) if bronnen.per_bron(c.velden) else zaak


def vervanger_inschakelen(c: Context, zaak: Zaak) -> Zaak:
    """Call in the deputies now."""
    for persoon in afschermen.leden(c.werk, zaak, f"af.{zaak.houder}"):
        if persoon.waarneemt:
            voornaam = persoon.naam.split()[0]
            onderwerp, tekst = c.beleid.berichten.maak("spoed", voornaam=voornaam, url=c.vooraf["basis_url"])
            c.werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=True)
    return zaak


def feit_vastleggen(c: Context, zaak: Zaak) -> Zaak:
    """One fact with its category: what is not a fact here can't go to a partner later."""
    feit = {naam: c.velden.get(naam, "") for naam in ("categorie", "bron", "feit", "datum")}
    persoon = c.velden.get("persoon") or []
    wie = {"persoon": persoon[0] if persoon else "", "door": c.werk.actor.alias}
    # What is left of a place for who may not know it: without an answer, what the signal says.
    deel = {naam: c.velden[naam] for naam in FEITDELEN if c.velden.get(naam)}
    deel = {**poort.standaard_van(zaak), **deel} if feit["categorie"] in c.beleid.convenant.generaliseren.delen else {}
    c.werk.documenten.schrijf(zaak, "zaak", {"soort": "feit", **feit, **wie, **deel})
    return zaak


def feit_intrekken(c: Context, zaak: Zaak) -> Zaak:
    """A fact that was wrong counts no longer; what was sent stays what it was."""
    c.werk.documenten.schrijf(zaak, "zaak", {"soort": ingetrokken.SOORT, "ids": list(c.velden["feiten"])})
    return zaak


def vorm_vastleggen(c: Context, zaak: Zaak) -> Zaak:
    """The suspected forms, as codes."""
    return _kenmerk(zaak, vormen=list(c.velden["vormen"]))


def soort_wijzigen(c: Context, zaak: Zaak) -> Zaak:
    """Another kind of signal: its forms are others, so those of before count no longer."""
    c.werk.log("soort", zaak, van=zaak.soort, naar=c.velden["soort_signaal"])
    # With what its first count said: the figures of that year move it to its own kind (workflow/cijferjaar).
    binnen = {"ingang": str(zaak.kenmerken.get("ingang", "")), "gemeente": zaak.herkomst}
    wissel = {"van": zaak.soort, "soort": c.velden["soort_signaal"], "kwartaal": kwartaal_van(zaak.dag_in)}
    c.werk.tel("soort", zaak, **wissel, **binnen)
    return _kenmerk(replace(zaak, soort=c.velden["soort_signaal"]), vormen=[])


def geen_veilig_thuis(c: Context, zaak: Zaak) -> Zaak:
    """Why there is no registration at Veilig Thuis."""
    return _kenmerk(zaak, veilig_thuis_niet=c.velden["reden"])


def einde(c: Context, zaak: Zaak) -> Zaak:
    """An end: the reason as a code; what has no further use stops."""
    verwezen = {"verwezen_naar": c.velden["verwezen_naar"]} if c.velden.get("verwezen_naar") else {}
    return _kenmerk(replace(zaak, overleg_id=None, regiehouder=None), reden=c.velden["reden"], **verwezen)


VOORAF |= vs.VOORAF
VOORAF |= opvangstappen.VOORAF
VOORAF |= actiestappen.VOORAF
DAARNA_TRAJECT = {**vs.DAARNA, **opvangstappen.DAARNA, **actiestappen.DAARNA}
VOORAF["signaal.persoon_intrekken"] = persoonstappen.lees_personen
VOORAF["signaal.gegeven_toevoegen"] = persoonstappen.lees_persoon
VOORAF["signaal.gegeven_verbeteren"] = persoonstappen.lees_persoon
VOORAF["signaal.samenvoegen"] = koppelen.lees_samen
VOORAF["signaal.losmaken"] = koppelen.lees_los
DAARNA: dict[str, Daarna] = {
    "signaal.koppelen": koppelen.koppel,
    "signaal.losmaken": koppelen.maak_los,
    "signaal.ontkoppelen": koppelen.ontkoppel,
    "signaal.samenvoegen": koppelen.voeg_samen,
    "signaal.aanhouden": aanhouden,
    "signaal.aannemen": aannemen,
    "signaal.aanvullen": aanvullen,
    "signaal.bericht_gelezen": bericht_gelezen,
    "signaal.terugmelden": bericht_gelezen,
    "signaal.resultaat_vastleggen": resultaat_vastleggen,
    "signaal.afschermen": afschermstappen.scherm_af,
    "signaal.afsluiten": einde,
    "signaal.agenderen": agenderen,
    "signaal.contact_vastleggen": monitoring.contact,
    "signaal.direct_oppakken": regie,
    "signaal.feit_intrekken": feit_intrekken,
    "signaal.feit_vastleggen": feit_vastleggen,
    "signaal.heropenen": bewaarstand.heropen,
    "signaal.in_aanpak_nemen": regie,
    "signaal.monitoren": monitoring.begin,
    "signaal.niet_in_behandeling_nemen": einde,
    "signaal.opschalen": besluitvraag.vraag_besluit,
    "signaal.gegeven_toevoegen": persoonstappen.gegeven_vastleggen,
    "signaal.gegeven_verbeteren": persoonstappen.gegeven_vastleggen,
    "signaal.persoon_intrekken": persoonstappen.persoon_intrekken,
    "signaal.persoon_toevoegen": persoonstappen.persoon_toevoegen,
    "signaal.plaats_vastleggen": persoonstappen.plaats_vastleggen,
    "signaal.soort_wijzigen": soort_wijzigen,
    "signaal.spoed_intrekken": spoed_intrekken,
    "signaal.spoed_zetten": spoed_zetten,
    "signaal.terughalen": terug_naar_houder,
    "signaal.terugnemen": besluitvraag.trek_in,
    "signaal.terugverwijzen": van_de_agenda,
    "signaal.toegang_geven": afschermstappen.geef_toegang,
    "signaal.toevoegen": toevoegen,
    "signaal.veilig_thuis_niet": geen_veilig_thuis,
    "signaal.vervanger_inschakelen": vervanger_inschakelen,
    "signaal.vorm_vastleggen": vorm_vastleggen,
    "signaal.weigeren": terug_naar_houder,
}
# Steps that keep the state but start its clocks again.
NIEUWE_TERMIJN = frozenset(
    {"signaal.aanhouden", "signaal.spoed_zetten", "signaal.spoed_intrekken", "signaal.toevoegen"}
)


def start_kleine_route(c: Context) -> bytes | None:
    """Start the smaller route that the step names. Out: its id."""
    naam = c.stap.opent.partition(".")[0]
    if not naam or (c.stap.opent_als and not _voldoet(c.stap.opent_als, c.velden)):
        return None
    if naam == "actie":
        return trajecten.maak_actie(c, c.velden).id
    if naam == "opvang":
        return trajecten.maak_aanvraag(c, c.velden).id
    return trajecten.maak_verstrekking(c, c.velden, c.vooraf["verstrekking"]).id


def _voldoet(als: str, velden: Mapping[str, Any]) -> bool:
    veld, _, code = als.partition("=")
    return str(velden.get(veld, "")) == code


def vraag_privacycheck(c: Context) -> None:
    """Steps that ask a check for later: 2A with the agenda, or afterwards when it is urgent."""
    soort = c.stap.privacycheck
    if not soort:
        return
    codes: dict[str, Any] = {"stap": c.stap.actie}
    if c.traject is not None:
        codes |= privacychecks.codes_van(c.traject)
    if c.velden.get("bronnen"):
        codes["bronnen"] = list(c.velden["bronnen"])
    # Direct help does not wait for the check: it is answered within a working day afterwards.
    privacychecks.vraag(c, soort, codes, achteraf=privacychecks.heeft_haast(c) or c.stap.actie == "direct_oppakken")
