"""Cases that belong together: linked, or one goes on in the other, and can be taken apart again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workflow import bewaarstand, echo, echostand
from workflow.context import Context
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.gekoppeld import GEKOPPELD, VERDER_IN, haal, verder_in, vind
from workflow.ingetrokken import SOORT as INGETROKKEN
from workflow.ingetrokken import geldig
from workflow.persoonstappen import GEGEVEN, geef_plaats_vrij, merken_van_plaats, schrijf_merken
from workflow.ports import Werk
from workflow.privacychecks import codes_2a, tel_bij
from workflow.zaak import Document, Zaak
from workflow.zaakzicht import is_zichtbaar

OPGENOMEN = "opgenomen"
# What came from another case carries its id, so that it can go back.
UIT = "uit"
ANKER = "anker"
ER_NIET = "Deze zaak is er niet, of jij kunt hem niet zien. Kijk het nummer na."
ZELF = "Dit is het nummer van deze zaak. Vul het nummer van de andere zaak in."
AFGESCHERMD = "Een afgeschermde zaak kun je niet koppelen of samenvoegen."
ANDERE_GEMEENTE = "De andere zaak is van een andere gemeente. Leg de zaak voor aan die gemeente."
NIET_OPEN = "De andere zaak is nog niet opgepakt, of al klaar. Kies een zaak waar je aan werkt."
AL_GEKOPPELD = "Deze zaken zijn al gekoppeld."
NAAM_HIER = (
    "In een feit of uitleg van deze zaak staat een naam of nummer uit de kluis. Trek dat in. "
    "Schrijf het opnieuw met het P-nummer."
)
NAAM_DAAR = (
    "In een feit of uitleg van de andere zaak staat een naam of nummer van iemand uit deze zaak. Trek dat in. "
    "Schrijf het opnieuw zonder de naam."
)
WEG = "De zaak waarin deze zaak verderging, kun je niet openen. Vraag een collega."


# -- guards


def andere_zaak(c: Context) -> list[str]:
    """The other case is one that this actor sees, of the same municipality, and both are ordinary cases."""
    ander = vind(c.werk, str(c.velden["ander"]))
    if ander is None:
        return [ER_NIET]
    if ander.id == c.zaak.id:
        return [ZELF]
    if ander.afgeschermd or c.zaak.afgeschermd:
        return [AFGESCHERMD]
    if ander.houder != c.zaak.houder:
        return [ANDERE_GEMEENTE]
    c.vooraf["ander"] = ander
    al = c.stap.actie == "koppelen" and ander.id.hex() in c.zaak.kenmerken.get(GEKOPPELD, ())
    return [AL_GEKOPPELD] if al else []


def samen_te_voegen(c: Context) -> list[str]:
    """The case that goes on is one that people work on, and this actor holds its keys."""
    ander: Zaak | None = c.vooraf.get("ander")
    if ander is None:
        return []
    route = c.werk.route(ander.route, ander.route_hash)
    heeft = all(c.werk.sleutels.bestaat(ander, een) for een in ("zaak", "ident")) and all(
        c.werk.sleutels.kan_openen(ander, een) for een in ("zaak", "ident")
    )
    return [] if heeft and not route.is_eind(ander.staat) and ander.voorgelegd_aan is None else [NIET_OPEN]


def los_te_maken(c: Context) -> list[str]:
    """What was taken over goes back only for who can open the case that it went to; a destroyed one asks nothing."""
    try:
        ander = c.werk.zaken.get(bytes.fromhex(c.zaak.kenmerken.get(VERDER_IN, "")))
    except NietGevonden:
        return []
    return [] if is_zichtbaar(c.werk, ander) and c.werk.sleutels.kan_openen(ander, "zaak") else [WEG]


# -- linking


def _met(zaak: Zaak, sleutel: str, id_: bytes) -> Zaak:
    lijst = list(dict.fromkeys([*zaak.kenmerken.get(sleutel, ()), id_.hex()]))
    return replace(zaak, kenmerken={**zaak.kenmerken, sleutel: lijst})


def _zonder(zaak: Zaak, sleutel: str, id_: bytes) -> Zaak:
    lijst = [een for een in zaak.kenmerken.get(sleutel, ()) if een != id_.hex()]
    return replace(zaak, kenmerken={**zaak.kenmerken, sleutel: lijst})


def _spoor(c: Context, ander: Zaak) -> None:
    """The same step in the file of the other case, for who reads only that one; the log has it in any case."""
    if c.werk.sleutels.kan_openen(ander, "zaak"):
        inhoud = {"soort": "stap", "actie": c.stap.actie, "door": c.werk.actor.alias, "rol": c.rol}
        velden = {"ander": c.zaak.nummer, "reden": c.velden.get("reden", "")}
        c.werk.documenten.schrijf(ander, "zaak", {**inhoud, "velden": velden})
    c.werk.log(c.stap.actie, ander, ander=c.zaak.nummer)


def koppel(c: Context, zaak: Zaak) -> Zaak:
    """Each case names the other."""
    ander: Zaak = c.vooraf["ander"]
    _spoor(c, ander)
    c.werk.zaken.bewaar(_met(ander, GEKOPPELD, zaak.id))
    return _met(zaak, GEKOPPELD, ander.id)


def ontkoppel(c: Context, zaak: Zaak) -> Zaak:
    """Neither names the other any more; a case that is gone is only forgotten here."""
    ander = haal(c.werk, c.velden["gekoppelde_zaak"])
    if ander is not None:
        _spoor(c, ander)
        c.werk.zaken.bewaar(_zonder(ander, GEKOPPELD, zaak.id))
    return _zonder(zaak, GEKOPPELD, bytes.fromhex(c.velden["gekoppelde_zaak"]))


# -- one case goes on in another


def lees_samen(c: Context) -> None:
    """Open what is taken over: the valid people and facts of this case, and what the vault knows of these people."""
    docs = c.documenten("zaak")
    daar = geldig(c.werk.documenten.open(c.vooraf["ander"], ["zaak"], f"stap {c.stap.actie}"))
    personen = [doc for doc in docs if doc.soort == "persoon"]
    c.werk.log("lezen", c.zaak, compartimenten=["ident"], doel="samenvoegen")
    c.werk.bevestig()
    c.vooraf["personen"] = [(doc, _gegevens(c.werk, c.zaak, doc)) for doc in personen]
    c.vooraf["feiten"] = [doc for doc in docs if doc.soort == "feit"]
    _eis_zonder_namen(c, daar)


def _eis_zonder_namen(c: Context, daar: Sequence[Document]) -> None:
    """No text may come in a case whose vault knows the name in it, whichever of the two cases each comes from.

    In: the valid documents of the other case. Errors: StapGeweigerd; nothing was written then.
    """
    ander: Zaak = c.vooraf["ander"]
    feiten = [doc.inhoud or {} for doc in c.vooraf["feiten"]]
    vrij = echostand.plaatsen(daar).union(*(_plaats(c.werk, ander, een) for een in feiten))

    def merk(waarde: str) -> str:
        return c.werk.sleutels.echomerk(ander, waarde)

    def bevat(docs: Sequence[Document], merken: frozenset[str]) -> bool:
        return any(echo.bevat_bekende(een, merken - vrij, merk) for een in _teksten(docs))

    erbij = frozenset(een for _, porties in c.vooraf["personen"] for deel in porties for een in echo.lijst(deel, merk))
    hier = [*c.vooraf["feiten"], *(doc for doc, _ in c.vooraf["personen"])]
    punten = [NAAM_HIER] if bevat(hier, echostand.merken(daar, echostand.BINNEN) | erbij) else []
    punten += [NAAM_DAAR] if bevat(daar, erbij) else []
    if punten:
        raise StapGeweigerd(punten)


def _teksten(docs: Sequence[Document]) -> list[str]:
    """What people wrote in facts and beside people, that can be withdrawn and written again."""
    veld = {"feit": "feit", "persoon": "toelichting"}
    return [str((doc.inhoud or {}).get(veld[doc.soort], "")) for doc in docs if doc.soort in veld]


def _plaats(werk: Werk, zaak: Zaak, feit: Mapping[str, Any]) -> frozenset[str]:
    """The marks of the place that a fact is; none for another fact."""
    return merken_van_plaats(werk, zaak, str(feit.get("plaats", "")), str(feit["feit"]))


def _gegevens(werk: Werk, zaak: Zaak, doc: Document) -> list[dict[str, str]]:
    """The valid values of one person, in portions of one value for each kind."""
    rijen = werk.kluis.rijen(zaak, str((doc.inhoud or {})["verwijzing"]))
    vervangen = {inhoud["vervangt"] for _, inhoud in rijen if inhoud.get("vervangt")}
    porties: list[dict[str, str]] = [{}]
    for verwijzing, inhoud in rijen:
        if verwijzing in vervangen or inhoud.get("soort") == ANKER:
            continue
        waarden = {inhoud["soort"]: inhoud["waarde"]} if "soort" in inhoud else inhoud
        for soort, waarde in waarden.items():
            if soort != "pseudoniem":
                _leg_in(porties, soort, waarde)
    return porties


def _leg_in(porties: list[dict[str, str]], soort: str, waarde: str) -> None:
    vrij = next((een for een in porties if soort not in een), None)
    if vrij is None:
        porties.append(vrij := {})
    vrij[soort] = waarde


def voeg_samen(c: Context, zaak: Zaak) -> Zaak:
    """The people and facts of this case come under the keys of the other one; this case ends, and names where it went.

    People get a new pseudonym there: one of two cases must not be recognised in the other by who reads only one.
    """
    werk, ander = c.werk, c.vooraf["ander"]
    nieuw: dict[str, str] = {}
    with werk.matchen.zonder_quotum(zaak):
        for doc, porties in c.vooraf["personen"]:
            inhoud = doc.inhoud or {}
            eigen = {een: inhoud.get(een, "") for een in ("rol", "leeftijdsklasse", "toelichting")}
            merk = {"door": werk.actor.alias, UIT: zaak.id.hex()}
            nieuw[str(inhoud["pseudoniem"])] = _schrijf_persoon(werk, ander, {**eigen, **merk}, porties)
    for doc in c.vooraf["feiten"]:
        inhoud = dict(doc.inhoud or {})
        inhoud["persoon"] = nieuw.get(str(inhoud.get("persoon", "")), "")
        vrij = _plaats(werk, ander, inhoud)
        inhoud["feit"] = _vertaal(str(inhoud["feit"]), nieuw)
        geef_plaats_vrij(werk, ander, vrij, werk.documenten.schrijf(ander, "zaak", {**inhoud, UIT: zaak.id.hex()}))
    werk.matchen.vergeet_zaak(zaak)
    werk.log("samengevoegd", ander, ander=zaak.nummer, personen=len(nieuw), feiten=len(c.vooraf["feiten"]))
    werk.zaken.bewaar(_neem_kenmerken_over(_met(ander, OPGENOMEN, zaak.id), zaak))
    leeg = replace(zaak, overleg_id=None, regiehouder=None)
    return replace(leeg, kenmerken={**leeg.kenmerken, VERDER_IN: ander.id.hex()})


def _schrijf_persoon(werk: Werk, naar: Zaak, persoon: Mapping[str, str], porties: Sequence[Mapping[str, str]]) -> str:
    """One person with all his values, of which some kinds may come more than once. Out: his pseudonym there."""
    wie = werk.kluis.nieuw_pseudoniem()
    anker, rijen = werk.kluis.voeg_persoon_toe(naar, wie, porties[0])
    werk.documenten.schrijf(naar, "zaak", {**persoon, "soort": "persoon", "pseudoniem": wie, "verwijzing": anker})
    alle = [(soort, rij, dict(porties[0])) for soort, rij in rijen.items()]
    for portie in porties[1:]:
        alle += [
            (soort, werk.kluis.voeg_gegeven_toe(naar, anker, wie, soort, waarde), {**porties[0], **portie})
            for soort, waarde in portie.items()
        ]
    for soort, rij, waarden in alle:
        gegeven = {"pseudoniem": wie, "gegeven": soort, "verwijzing": rij, "door": werk.actor.alias}
        werk.documenten.schrijf(naar, "zaak", {"soort": GEGEVEN, **gegeven})
        paar = ("naam", "geboortedatum") if soort == "geboortedatum" else (soort,)
        werk.matchen.noteer(naar, rij, {een: waarden[een] for een in paar if een in waarden})
    for portie in porties:
        schrijf_merken(werk, naar, portie, persoon["rol"])
    return wie


def _vertaal(tekst: str, nieuw: Mapping[str, str]) -> str:
    for oud, wordt in nieuw.items():
        tekst = tekst.replace(oud, wordt)
    return tekst


def _neem_kenmerken_over(naar: Zaak, van: Zaak) -> Zaak:
    # Check 2A over there was given for fewer people: it is asked again.
    codes = codes_2a(van)
    naar = tel_bij(
        naar,
        personen=codes["personen"],
        minderjarigen=codes["minderjarigen"],
        categorieen=codes["categorieen"],
    )
    kenmerken: dict[str, Any] = dict(naar.kenmerken)
    vormen = list(dict.fromkeys([*kenmerken.get("vormen", ()), *van.kenmerken.get("vormen", ())]))
    if vormen:
        kenmerken["vormen"] = vormen
    if van.kenmerken.get("minderjarig") == "ja":
        kenmerken["minderjarig"] = "ja"
    return replace(naar, spoed=naar.spoed, kenmerken=kenmerken)


def lees_los(c: Context) -> None:
    """Find what was taken over, in the case that it went to."""
    ander = verder_in(c.werk, c.zaak)
    c.vooraf["ander"] = ander
    docs: Sequence[Document] = ()
    if ander is not None:
        docs = geldig(c.werk.documenten.open(ander, ["zaak"], f"stap {c.stap.actie}"))
    uit = [doc for doc in docs if (doc.inhoud or {}).get(UIT) == c.zaak.id.hex()]
    wie = {str((doc.inhoud or {})["pseudoniem"]) for doc in uit if doc.soort == "persoon"}
    gegevens = [doc for doc in docs if doc.soort == GEGEVEN and (doc.inhoud or {})["pseudoniem"] in wie]
    c.vooraf["ids"] = [doc.id.hex() for doc in (*uit, *gegevens)]
    c.vooraf["rijen"] = [str((doc.inhoud or {})["verwijzing"]) for doc in gegevens]


def maak_los(c: Context, zaak: Zaak) -> Zaak:
    """This case goes on by itself; what was taken over counts no longer in the other one."""
    ander: Zaak | None = c.vooraf["ander"]
    zaak = bewaarstand.heropen(c, zaak)
    if ander is not None:
        if c.vooraf["ids"]:
            c.werk.documenten.schrijf(ander, "zaak", {"soort": INGETROKKEN, "ids": c.vooraf["ids"]})
        c.werk.matchen.vergeet(c.vooraf["rijen"])
        c.werk.log("losgemaakt", ander, ander=zaak.nummer)
        c.werk.zaken.bewaar(_zonder(ander, OPGENOMEN, zaak.id))
    kenmerken = {naam: een for naam, een in zaak.kenmerken.items() if naam != VERDER_IN}
    return replace(zaak, kenmerken=kenmerken)
