"""People of a case: who they are goes into the vault, the working file keeps a pseudonym, and never a value."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workflow import echo, ingetrokken
from workflow.context import Context
from workflow.echostand import LIJST, VRIJ
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.ingetrokken import geldig
from workflow.ports import Werk
from workflow.velden import MAX_REGEL, Antwoordfout, lees_tekst, schoon
from workflow.zaak import Document, Zaak

IN_DE_KLUIS = ("naam", "geboortedatum", "telefoon", "adres", "kenteken", "document", "handle", "iban", "email")
KLUISLABELS = {
    "naam": "Naam",
    "geboortedatum": "Geboortedatum",
    "telefoon": "Telefoonnummer",
    "adres": "Adres",
    "kenteken": "Kenteken",
    "document": "Nummer van paspoort of id-kaart",
    "handle": "Naam op internet",
    "iban": "Rekeningnummer",
    "email": "E-mailadres",
}
GEGEVEN, NAAMNOTITIE = "kluisgegeven", "naamnotitie"
DADER = "dader"
# A place that is a fact may be named in the file and to partners, though the vault knows the same value.
MAG_PLAATS_ZIJN = ("adres", "kenteken")
LANGSTE_KENTEKEN = 9
_PAAR = ("naam", "geboortedatum")


def kluiswaarden(c: Context) -> dict[str, str]:
    """The answers of this step that are for the vault, by the name of their field."""
    if c.stap.actie == "persoon_toevoegen":
        return {naam: str(c.velden[naam]) for naam in IN_DE_KLUIS if c.velden.get(naam)}
    if c.stap.actie in ("gegeven_toevoegen", "gegeven_verbeteren") and c.velden.get("waarde"):
        return {"waarde": str(c.velden["waarde"])}
    return {}


def kluissoort(c: Context, veld: str) -> str:
    """Which kind of vault fact the answer to `veld` is."""
    if veld != "waarde":
        return veld
    if c.stap.actie == "gegeven_toevoegen":
        return str(c.velden["gegeven"])
    return next((str((doc.inhoud or {})["gegeven"]) for doc in _rijen(c, c.velden.get("gegeven_rij"))), "naam")


def _rijen(c: Context, verwijzing: Any) -> list[Document]:
    return [doc for doc in c.van_soort("zaak", GEGEVEN) if (doc.inhoud or {})["verwijzing"] == verwijzing]


def gegeven_tekst(doc: Document, nr: int) -> str:
    """A vault fact as a choice: whose it is and what, never the value."""
    inhoud = doc.inhoud or {}
    label = KLUISLABELS.get(str(inhoud["gegeven"]), str(inhoud["gegeven"]))
    return f"{inhoud['pseudoniem']}, {label.lower()}" + (f" ({nr})" if nr > 1 else "")


def keuzes_gegeven(documenten: Sequence[Document]) -> dict[str, str]:
    """Reference → text of the vault facts that a case knows."""
    geteld: dict[tuple[str, str], int] = {}
    gevonden = {}
    for doc in documenten:
        if doc.soort != GEGEVEN:
            continue
        inhoud = doc.inhoud or {}
        plek = (str(inhoud["pseudoniem"]), str(inhoud["gegeven"]))
        geteld[plek] = geteld.get(plek, 0) + 1
        gevonden[str(inhoud["verwijzing"])] = gegeven_tekst(doc, geteld[plek])
    return gevonden


# -- writing


def schrijf_persoon(werk: Werk, zaak: Zaak, persoon: Mapping[str, Any], gegevens: Mapping[str, str]) -> str:
    """Put a new person in the vault and in the working file. Out: the pseudonym.

    In: `persoon` is what the working file says (rol, leeftijdsklasse, toelichting, door …), `gegevens` kind → value.
    """
    pseudoniem = werk.kluis.nieuw_pseudoniem()
    verwijzing, rijen = werk.kluis.voeg_persoon_toe(zaak, pseudoniem, gegevens)
    werk.documenten.schrijf(
        zaak, "zaak", {**persoon, "soort": "persoon", "pseudoniem": pseudoniem, "verwijzing": verwijzing}
    )
    for soort, rij in rijen.items():
        gegeven = {"pseudoniem": pseudoniem, "gegeven": soort, "verwijzing": rij, "door": werk.actor.alias}
        werk.documenten.schrijf(zaak, "zaak", {"soort": GEGEVEN, **gegeven})
        werk.matchen.noteer(zaak, rij, _kenmerken(soort, gegevens))
    schrijf_merken(werk, zaak, gegevens, str(persoon["rol"]))
    return pseudoniem


def _kenmerken(soort: str, gegevens: Mapping[str, str]) -> dict[str, str]:
    """What a row is compared on: its own value; the date of birth together with the name."""
    if soort == "geboortedatum" and gegevens.get("naam"):
        return {naam: gegevens[naam] for naam in _PAAR}
    return {soort: gegevens[soort]}


def schrijf_merken(werk: Werk, zaak: Zaak, gegevens: Mapping[str, str], rol: str) -> None:
    """What may not leave the desk any more: the marks of these values, under the key of the case.

    In: `rol` of whose they are. An address or a plate of anybody but a possible offender is kept apart: no place of a
    fact frees it for a partner.
    """
    plek = {} if rol == DADER else {soort: een for soort, een in gegevens.items() if soort in MAG_PLAATS_ZIJN}
    merken, eigen = (echo.lijst(een, lambda waarde: werk.sleutels.echomerk(zaak, waarde)) for een in (gegevens, plek))
    werk.documenten.schrijf(zaak, "zaak", {"soort": LIJST, "merken": merken, "van_persoon": eigen})


# -- the effects of the steps


def persoon_toevoegen(c: Context, zaak: Zaak) -> Zaak:
    """Who it is goes into the vault; the working file gets a pseudonym, a role and an age class."""
    persoon = {naam: c.velden.get(naam, "") for naam in ("rol", "leeftijdsklasse", "toelichting")}
    c.vooraf["pseudoniem"] = schrijf_persoon(c.werk, zaak, {**persoon, "door": c.werk.actor.alias}, kluiswaarden(c))
    if c.velden.get("leeftijdsklasse") == "onder_18" and c.velden.get("rol") in ("slachtoffer", "kind"):
        return replace(zaak, kenmerken={**zaak.kenmerken, "minderjarig": "ja"})
    return zaak


def lees_persoon(c: Context) -> None:
    """Find the vault anchor of the chosen person, and what a match needs beside a new name or date of birth."""
    personen = {str((doc.inhoud or {})["pseudoniem"]): doc.inhoud or {} for doc in c.van_soort("zaak", "persoon")}
    if c.stap.actie == "gegeven_verbeteren":
        (oud,) = _rijen(c, c.velden["gegeven_rij"])
        c.vooraf["oud"] = oud
        wie, soort = str((oud.inhoud or {})["pseudoniem"]), str((oud.inhoud or {})["gegeven"])
    else:
        wie, soort = str(c.velden["persoon"]), str(c.velden["gegeven"])
    if wie not in personen:
        # Somebody withdrew the person; what is left of him in the vault counts no longer.
        raise StapGeweigerd(["Deze persoon is ingetrokken. Voeg de persoon opnieuw toe."])
    c.vooraf |= {"wie": wie, "gegeven": soort, "verwijzing": str(personen[wie]["verwijzing"])}
    c.vooraf["rol_persoon"] = str(personen[wie]["rol"])
    if not c.werk.sleutels.kan_openen(c.zaak, "ident"):
        raise NietGevonden
    c.vooraf["paar"] = c.werk.kluis.samenhang(c.zaak, c.vooraf["verwijzing"]) if soort in _PAAR else {}


def gegeven_vastleggen(c: Context, zaak: Zaak) -> Zaak:
    """One more fact about a person, or a better one: the old row counts no longer and its match goes."""
    soort, wie, waarde = c.vooraf["gegeven"], c.vooraf["wie"], str(c.velden["waarde"])
    oud: Document | None = c.vooraf.get("oud")
    vervangt = str((oud.inhoud or {})["verwijzing"]) if oud is not None else ""
    rij = c.werk.kluis.voeg_gegeven_toe(zaak, c.vooraf["verwijzing"], wie, soort, waarde, vervangt)
    gegeven = {"pseudoniem": wie, "gegeven": soort, "verwijzing": rij, "door": c.werk.actor.alias}
    if oud is not None:
        c.werk.documenten.schrijf(zaak, "zaak", {"soort": ingetrokken.SOORT, "ids": [oud.id.hex()]})
        gegeven |= {"vervangt": vervangt, "reden": str(c.velden.get("reden", ""))}
        c.werk.matchen.vergeet([vervangt])
    c.werk.documenten.schrijf(zaak, "zaak", {"soort": GEGEVEN, **gegeven})
    schrijf_merken(c.werk, zaak, {soort: waarde}, c.vooraf["rol_persoon"])
    c.werk.matchen.noteer(zaak, rij, {**c.vooraf["paar"], soort: waarde})
    return zaak


def plaats_vastleggen(c: Context, zaak: Zaak) -> Zaak:
    """The place, car or firm of the fact itself: a fact that partners may get, no longer something to hide."""
    soort, plaats = str(c.velden["soort_plaats"]), str(c.velden["plaats"])
    feit = {"categorie": "D1", "bron": c.velden["bron"], "feit": plaats, "datum": c.velden.get("datum", "")}
    feit |= {"persoon": "", "plaats": soort, "door": c.werk.actor.alias}
    feit_id = c.werk.documenten.schrijf(zaak, "zaak", {"soort": "feit", **feit})
    geef_plaats_vrij(c.werk, zaak, plaatsmerken(c), feit_id)
    return zaak


def geef_plaats_vrij(werk: Werk, zaak: Zaak, merken: frozenset[str], feit_id: bytes) -> None:
    """Take the marks of a place off the list for as long as its fact stands."""
    if merken:
        werk.documenten.schrijf(zaak, "zaak", {"soort": VRIJ, "merken": sorted(merken), "feit": feit_id.hex()})


def plaatsmerken(c: Context) -> frozenset[str]:
    """The marks that the place of this step takes off the list; none for what may be the name of a person."""
    soort, plaats = str(c.velden.get("soort_plaats", "")), str(c.velden.get("plaats", ""))
    return merken_van_plaats(c.werk, c.zaak, soort, plaats) if c.stap.actie == "plaats_vastleggen" else frozenset()


def merken_van_plaats(werk: Werk, zaak: Zaak, soort: str, plaats: str) -> frozenset[str]:
    """The marks of a place in this case; none for a kind that may be the name of a person."""
    if soort not in MAG_PLAATS_ZIJN:
        return frozenset()
    return frozenset(echo.lijst({soort: plaats}, lambda waarde: werk.sleutels.echomerk(zaak, waarde)))


def is_plaats(c: Context) -> list[str]:
    """An address has a number, a plate has both; without that a name could pass for one."""
    soort, plaats = str(c.velden.get("soort_plaats", "")), str(c.velden.get("plaats", ""))
    cijfer, letter = any(een.isdigit() for een in plaats), any(een.isalpha() for een in plaats)
    if soort == "adres" and not (cijfer and letter):
        return ["Een adres heeft een straat en een nummer. Is er geen nummer? Kies dan 'een andere plek'."]
    if soort == "kenteken" and not (cijfer and letter and sum(map(str.isalnum, plaats)) <= LANGSTE_KENTEKEN):
        return ["Een kenteken heeft letters en cijfers, en is kort."]
    return []


def lees_personen(c: Context) -> None:
    """Find the documents behind the chosen pseudonyms, and their vault rows."""
    gekozen = set(c.velden["personen"])
    docs = [
        doc
        for soort in ("persoon", GEGEVEN)
        for doc in c.van_soort("zaak", soort)
        if (doc.inhoud or {})["pseudoniem"] in gekozen
    ]
    c.vooraf["intrekken"] = [doc.id.hex() for doc in docs]
    c.vooraf["rijen"] = [str((doc.inhoud or {})["verwijzing"]) for doc in docs]


def persoon_intrekken(c: Context, zaak: Zaak) -> Zaak:
    """A person who was typed wrongly counts no longer; the vault rows go with the case, their matches now."""
    c.werk.documenten.schrijf(zaak, "zaak", {"soort": ingetrokken.SOORT, "ids": c.vooraf["intrekken"]})
    c.werk.matchen.vergeet(c.vooraf["rijen"])
    return zaak


# -- a name on a screen


def schrijf_naamnotitie(werk: Werk, zaak: Zaak, notitie: Mapping[str, str]) -> None:
    """Keep in the file why a name was shown; it is there before the name is.

    Errors: StapGeweigerd on the field `notitie` when a name, a number of the vault or a BSN stands in it.
    """
    documenten = geldig(werk.documenten.open(zaak, ["zaak"], "notitie bij een naam"))
    merken = {een for doc in documenten if doc.soort == "echolijst" for een in (doc.inhoud or {})["merken"]}
    try:
        tekst = lees_tekst(schoon(notitie["tekst"]), MAX_REGEL)
    except Antwoordfout as fout:
        raise StapGeweigerd([], {"notitie": str(fout)}) from None
    if echo.bevat_bekende(tekst, frozenset(merken), lambda waarde: werk.sleutels.echomerk(zaak, waarde)):
        raise StapGeweigerd([], {"notitie": "Hier staat een naam of nummer uit de kluis. Gebruik het P-nummer"})
    werk.documenten.schrijf(zaak, "zaak", {**notitie, "tekst": tekst, "soort": NAAMNOTITIE, "door": werk.actor.alias})
    werk.log("naamnotitie", zaak)
    werk.bevestig()
