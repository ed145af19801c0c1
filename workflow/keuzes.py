"""The choices of a field: from the policy, or from the case, its municipality and its people."""

from collections.abc import Sequence

from workflow import afschermen, bronnen, overlegstand
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.gekoppeld import gekoppelde
from workflow.persoonstappen import keuzes_gegeven
from workflow.ports import Werk
from workflow.soorten import VORMEN
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE
from workflow.zaak import Document, Traject, Zaak

# A reason that only a protected case has.
AFGESCHERMD = "afgeschermd"
# Fields whose choices stand in the sealed documents of the case.
# Kinds of place that one can go to.
PLEKKEN = ("adres", "bedrijf", "anders")
VAN_DE_ZAAK = ("feiten", "personen", "persoon", "gegeven", "plaats")
ROLLEN = {
    "slachtoffer": "mogelijk slachtoffer",
    "betrokkene": "betrokkene",
    "getuige": "getuige",
    "kind": "kind in het gezin",
    "dader": "mogelijke dader of baas",
}
LEEFTIJDEN = {
    "onder_18": "jonger dan 18",
    "18_22": "18 tot en met 22",
    "23_plus": "23 of ouder",
    "onbekend": "leeftijd onbekend",
}


def keuzes(
    werk: Werk, beleid: Beleid, zaak: Zaak | Traject, veld: Veld, documenten: Sequence[Document]
) -> dict[str, str]:
    """Code → label of one field, as they stand now. `documenten` are those of the case, when they are open."""
    if veld.soort == "overleg":
        return _overleggen(werk, beleid)
    if veld.soort == "regiehouder":
        return _regiehouders(werk, zaak)
    if veld.soort == "lezer":
        return _lezers(werk, zaak, veld)
    if veld.soort == "feiten":
        namen = beleid.taxonomie["categorieen"]
        return {
            doc.id.hex(): f"{namen.naam_van((doc.inhoud or {})['categorie'])}: {(doc.inhoud or {})['feit'][:120]}"
            for doc in documenten
            if doc.soort == "feit"
        }
    if veld.soort == "plaats":
        return {
            doc.id.hex(): str((doc.inhoud or {})["feit"])
            for doc in documenten
            if doc.soort == "feit" and (doc.inhoud or {}).get("plaats") in PLEKKEN
        }
    if veld.soort == "gegeven":
        return keuzes_gegeven(documenten)
    if veld.soort in ("personen", "persoon"):
        return {(doc.inhoud or {})["pseudoniem"]: persoon_tekst(doc) for doc in documenten if doc.soort == "persoon"}
    if veld.soort == "zaak":
        return {een.id.hex(): een.nummer for een in gekoppelde(werk, zaak)} if isinstance(zaak, Zaak) else {}
    vast = _vast(beleid, zaak, veld)
    if veld.soort in ("ontvanger", "opvangplek"):
        vandaag = werk.nu.astimezone(TIJDZONE).date()
        weg = [een.naam for een in beleid.partners.values() if not een.doet_mee(vandaag)]
        vast = {code: naam for code, naam in vast.items() if code not in weg}
    if veld.naam == "reden" and not getattr(zaak, "afgeschermd", False):
        vast = {code: naam for code, naam in vast.items() if code != AFGESCHERMD}
    if veld.soort == "afdeling":
        return {
            code: naam for code, naam in vast.items() if werk.mensen.van_werkplek(f"uitvoering-{code}.{zaak.houder}")
        }
    if veld.soort == "gemeente":
        return {code: naam for code, naam in vast.items() if code != zaak.houder or veld.naam != "naar_gemeente"}
    return vast


def _vast(beleid: Beleid, zaak: Zaak | Traject, veld: Veld) -> dict[str, str]:
    """The choices that stand in the policy; the forms are those of the kind of signal, and a kind is another kind."""
    if isinstance(zaak, Zaak) and veld.keuzes == (f"taxonomie:{VORMEN}",):
        return beleid.vormen_van(zaak.soort).keuzes()
    vast = beleid.keuzes(veld)
    if isinstance(zaak, Zaak) and veld.naam == "soort_signaal":
        return {code: naam for code, naam in vast.items() if code != zaak.soort}
    return vast


def persoon_tekst(doc: Document) -> str:
    """A person as the working file names him: pseudonym, role, age class."""
    inhoud = doc.inhoud or {}
    rol, leeftijd = ROLLEN.get(inhoud["rol"], inhoud["rol"]), LEEFTIJDEN.get(inhoud["leeftijdsklasse"], "")
    return f"{inhoud['pseudoniem']}, {rol}, {leeftijd}"


def _overleggen(werk: Werk, beleid: Beleid) -> dict[str, str]:
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    komend = [een for een in werk.overleggen.lijst() if een.dag >= vandaag and een.staat != "gesloten"]
    bijzonder = overlegstand.bijzonder
    return {een.id.hex(): f"{dag_tekst(een.dag)}{bijzonder(werk, beleid, een, vandaag)}" for een in komend}


def _regiehouders(werk: Werk, zaak: Zaak | Traject) -> dict[str, str]:
    af, overleg = f"af.{zaak.houder}", f"overleg.{zaak.houder}"
    if isinstance(zaak, Zaak) and zaak.afgeschermd:
        niet = zaak.kenmerken.get(afschermen.NIET_LEZEN, ())
        adviseurs = [een for een in werk.mensen.op_lijst(overleg) if een.id.hex() not in niet]
        mensen = [*afschermen.mensen(werk, zaak, af), *adviseurs]
    else:
        mensen = [*werk.mensen.van_werkplek(af), *werk.mensen.van_werkplek(overleg)]
    return {een.id.hex(): f"{een.naam}, {een.rol}" for een in mensen}


def _lezers(werk: Werk, zaak: Zaak | Traject, veld: Veld) -> dict[str, str]:
    """Who can be left out of a case that is protected now, or be given one that is."""
    if not isinstance(zaak, Zaak):
        return {}
    if veld.naam == afschermen.NIET_LEZEN:
        plekken = (f"af.{zaak.houder}", f"overleg.{zaak.houder}", afschermen.VANGNET)
        mensen = [een for plek in plekken for een in werk.mensen.van_werkplek(plek)]
        return {een.id.hex(): een.naam for een in mensen if een.id != werk.actor.persoon_id}
    return {id_: een.naam for id_, (_, een) in afschermen.kandidaten(werk, zaak).items()}


def opties(
    werk: Werk, beleid: Beleid, zaak: Zaak | Traject, stap: Stap, documenten: Sequence[Document]
) -> dict[str, list[tuple[str, str]]]:
    """The choices of all fields of a step, for its form; a source has its rule beside it."""

    def lijst(veld: Veld) -> list[tuple[str, str]]:
        codes = keuzes(werk, beleid, zaak, veld, documenten)
        if veld.naam == bronnen.LIJST:
            return bronnen.met_uitleg(beleid.taxonomie[bronnen.LIJST], codes)
        return [*codes.items()]

    return {
        veld.naam: lijst(veld)
        for veld in stap.velden
        if veld.soort not in ("tekst", "regel", "datum", "getal", "wachtzin", "janee")
    }
