"""The page of overlaps: in the own municipality, with another one in stages, and facts that wait for a colleague."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.gekoppeld import VERDER_IN
from workflow.handeling import Handeling, handeling, stap
from workflow.lijstlog import noteer_lijst
from workflow.matchbeleid import KANTEN, REGIO, WEETJES
from workflow.ports import Werk
from workflow.stap import Stap, Veld
from workflow.treffergang import ANTWOORDEN, BIJ_KETEN, TREFFER
from workflow.zaak import Kwestie, Zaak
from workflow.zaaktreffers import Trefferregel, ankers, paren, soorten_tekst
from workflow.zaakzicht import is_zichtbaar

ADRES = "/treffers"
AF, KETENREGISSEUR = "aandachtsfunctionaris", "ketenregisseur"
# So many cases at once: a reader of SQLite waits five seconds at most.
PER_KEER = 25
HOOGSTENS = 2000
TEKSTEN: Mapping[str, str] = {
    "openstellen": "Openstellen",
    "niet": "Niet openstellen",
    "keten": "Via de ketenregisseur",
    "akkoord": "Ik ben akkoord",
    "niet_akkoord": "Ik ben niet akkoord",
    "opnieuw": "Opnieuw vragen",
    "sluiten": "Afsluiten",
}
STANDEN: Mapping[str, str] = {
    "vraag": "Wacht op jouw antwoord",
    "aangeboden": "Wacht op jouw antwoord",
    "bij_keten": "Wacht op jouw keuze",
    "openstellen": "Jullie stellen open. De andere gemeente krijgt morgen bericht.",
    "opengesteld": "Jullie stelden open. De andere gemeente is aan zet.",
    "niet": "Jullie delen niet. Niemand anders weet hiervan.",
    "keten": "De ketenregisseur kijkt mee.",
    "akkoord": "Jij bent akkoord. Morgen zien jullie elkaars nummer.",
    "niet_akkoord": "Jij bent niet akkoord. De zaken blijven los.",
    "afgewezen": "De andere gemeente gaat niet verder. De zaken blijven los.",
    "gedeeld": "Jullie zijn allebei akkoord.",
    "gesloten": "Dit is afgesloten. De zaken blijven los.",
    "opnieuw": "De vraag gaat morgen opnieuw uit.",
    "sluiten": "Morgen sluit dit.",
}
BEREKEN = stap("bereken", "Bereken opnieuw", AF, "Nieuwe sleutel? Dan vergelijken we de gegevens nog een keer.")
GEEF_VRIJ = stap("geef_vrij", "Vrijgeven", AF, "Je collega legde vandaag veel vast. Klopt dit gegeven bij deze zaak?")


def _antwoordstap(staat: str, beleid: Beleid) -> Stap:
    """The form of one answer: what, and for a desk on which ground."""
    keuzes = tuple(f"{code}={TEKSTEN[code]}" for code in ANTWOORDEN[staat])
    velden = [Veld("antwoord", "Wat is je antwoord?", "keuze", verplicht=True, keuzes=keuzes)]
    if staat != BIJ_KETEN:
        gronden = {c: t for code in ANTWOORDEN[staat] for c, t in beleid.matchen.gronden_bij(code).items()}
        lijst = tuple(f"{code}={tekst}" for code, tekst in gronden.items())
        velden.append(Veld("grond", "Op welke grond?", "keuze", verplicht=True, keuzes=lijst))
    rol = KETENREGISSEUR if staat == BIJ_KETEN else AF
    return stap("antwoord", "Verstuur je antwoord", rol, velden=velden)


@dataclass(frozen=True)
class Regiorij:
    """One overlap with another municipality, as far as this side knows it."""

    nummer: str
    wat: str
    stand: str
    uiterlijk: str
    weet: tuple[tuple[str, str], ...]
    zaak: str
    vorm: Handeling | None


@dataclass(frozen=True)
class Wachtrij:
    """A fact that waits: of which case, who wrote it, since when; its form is for another person than he."""

    zaak: str
    wie: str
    dag: str
    vorm: Handeling | None


@dataclass(frozen=True)
class Faserij:
    """One row of the table of what each side knows."""

    tekst: str
    weet: tuple[str, ...]


@dataclass(frozen=True)
class Trefferpagina:
    """The page; what is not for this role is empty. `regio_aan` says whether municipalities are compared at all."""

    is_af: bool
    eigen: tuple[tuple[str, Trefferregel], ...]
    wachtend: tuple[Wachtrij, ...]
    regio: tuple[Regiorij, ...]
    regio_aan: bool
    fasen: tuple[Faserij, ...]
    bereken: Handeling | None

    @property
    def handelingen(self) -> list[Handeling]:
        """All forms of the page."""
        alle = [*(een.vorm for een in self.regio), *(een.vorm for een in self.wachtend), self.bereken]
        return [een for een in alle if een is not None]


def trefferpagina(werk: Werk, beleid: Beleid) -> Trefferpagina:
    """Compose the page; logged as a list before it is shown. Errors: LogboekOnbereikbaar."""
    is_af = werk.actor.rol == AF and werk.actor.zit_aan(f"af.{werk.actor.tenant}")
    eigen = paren(werk) if is_af else []
    rijen = mijn_rijen(werk)
    wacht = _wachtend(werk) if is_af else []
    noteer_lijst(werk, "treffers", [*(een.nummer for een, _ in eigen), *(een.nummer for een in rijen)])
    return Trefferpagina(
        is_af=is_af,
        eigen=tuple((een.nummer, regel) for een, regel in eigen),
        wachtend=tuple(wacht),
        regio=tuple(_rij(beleid, een) for een in rijen),
        regio_aan=beleid.matchen.regio,
        fasen=tuple(_fase(beleid, code) for code in beleid.matchen.fasen),
        bereken=handeling(BEREKEN, knopsoort="secondary-action") if is_af else None,
    )


def _fase(beleid: Beleid, code: str) -> Faserij:
    fase = beleid.matchen.fasen[code]
    kolommen = tuple(", ".join(WEETJES[een] for een in fase.weet[kant]) or "niets" for kant in KANTEN)
    return Faserij(fase.tekst, kolommen)


# -- overlaps with another municipality


def mijn_rijen(werk: Werk) -> list[Kwestie]:
    """The rows of this actor: of a desk those whose case he may see, of the region those for the ketenregisseur."""
    if werk.actor.rol not in (AF, KETENREGISSEUR):
        return []
    return [een for een in werk.kwesties.lijst(TREFFER, aantal=HOOGSTENS) if _is_mijn(werk, een)]


def _is_mijn(werk: Werk, rij: Kwestie) -> bool:
    if werk.actor.rol == KETENREGISSEUR:
        return rij.tenant == REGIO
    return _zaak(werk, rij) is not None


def _zaak(werk: Werk, rij: Kwestie) -> Zaak | None:
    """The own case of a row, when the actor works on it: a protected one only for who reads it by name."""
    try:
        zaak = werk.zaken.get(bytes.fromhex(str(rij.codes.get("zaak", ""))))
    except (NietGevonden, ValueError):
        return None
    return zaak if zaak.houder == rij.tenant and is_zichtbaar(werk, zaak) else None


def _rij(beleid: Beleid, rij: Kwestie) -> Regiorij:
    codes = rij.codes
    gemeente = beleid.gemeenten.get(str(codes.get("gemeente", "")))
    weet = [
        ("Andere gemeente", gemeente.naam if gemeente else ""),
        ("Aandachtsfunctionaris daar", str(codes.get("alias", ""))),
        ("Nummer van de andere zaak", str(codes.get("ander_nummer", ""))),
        ("Hoe vaak gevraagd", str(codes.get("teller", ""))),
    ]
    vorm = None
    if rij.staat in ANTWOORDEN:
        vorm = handeling(_antwoordstap(rij.staat, beleid), rij.nummer, getoond={"revisie_rij": str(rij.revisie)})
    return Regiorij(
        nummer=rij.nummer,
        wat=soorten_tekst(codes.get("soort", ())),
        stand=STANDEN[rij.staat],
        uiterlijk=dag_tekst(rij.termijn) if vorm is not None and rij.termijn else "",
        weet=tuple((label, waarde) for label, waarde in weet if waarde),
        zaak=str(codes.get("eigen_nummer", "")),
        vorm=vorm,
    )


def beantwoord(werk: Werk, beleid: Beleid, nummer: str, antwoord: str, grond: str, revisie: str) -> str:
    """Give the answer of a desk, or the choice of the ketenregisseur; it takes effect the next morning.

    Errors: NietGevonden; Ingehaald when somebody answered first; StapGeweigerd with what is missing.
    """
    rij = next((een for een in mijn_rijen(werk) if een.nummer == nummer), None)
    if rij is None:
        raise NietGevonden
    if rij.staat not in ANTWOORDEN or str(rij.revisie) != revisie:
        raise Ingehaald
    fouten = {}
    if antwoord not in ANTWOORDEN[rij.staat]:
        fouten["antwoord"] = "Maak een keuze"
    elif rij.staat != BIJ_KETEN and grond not in beleid.matchen.gronden_bij(antwoord):
        fouten["grond"] = "Deze grond past niet bij je antwoord" if grond else "Maak een keuze"
    if fouten:
        raise StapGeweigerd([], fouten)
    gegeven = {"grond": grond, "door": werk.actor.alias} if grond else {"door": werk.actor.alias}
    werk.kwesties.bewaar(replace(rij, staat=antwoord, codes={**rij.codes, **gegeven}))
    werk.log("treffer_beantwoord", _zaak(werk, rij), bij=rij.tenant, antwoord=antwoord, grond=grond)
    werk.bevestig()
    return "Je antwoord is vastgelegd. Het gaat morgenochtend in."


# -- facts that wait


def _wachtend(werk: Werk) -> list[Wachtrij]:
    namen = {een.id: een.alias for een in werk.mensen.van_tenant(werk.actor.tenant)}
    gevonden = []
    for een in werk.matchen.wachtend():
        zaak = _eigen_zaak(werk, een.zaak_id)
        if zaak is None:
            continue
        vorm = handeling(GEEF_VRIJ, een.verwijzing) if een.wie != werk.actor.persoon_id else None
        gevonden.append(Wachtrij(zaak.nummer, namen.get(een.wie, "Een collega"), dag_kort(een.dag), vorm))
    return gevonden


def _eigen_zaak(werk: Werk, zaak_id: bytes) -> Zaak | None:
    try:
        zaak = werk.zaken.get(zaak_id)
    except NietGevonden:
        return None
    # What waits in a case that goes on in another one, waits there too.
    hier = zaak.houder == werk.actor.tenant and VERDER_IN not in zaak.kenmerken
    return zaak if hier and is_zichtbaar(werk, zaak) else None


def geef_vrij(werk: Werk, verwijzing: str) -> str:
    """Compare a fact that waits. Errors: NietGevonden; StapGeweigerd for who wrote it himself."""
    rij = next((een for een in werk.matchen.wachtend() if een.verwijzing == verwijzing), None)
    zaak = _eigen_zaak(werk, rij.zaak_id) if rij is not None else None
    if rij is None or zaak is None or not werk.sleutels.kan_openen(zaak, "ident"):
        raise NietGevonden
    if rij.wie == werk.actor.persoon_id:
        raise StapGeweigerd(["Jij legde dit vast. Vraag een collega om het vrij te geven."])
    docs = werk.documenten.open(zaak, ["zaak"], "kenmerk vrijgeven")
    # The rows of one person begin alike; the first of them is the one that the file names.
    anker = next((een for een in ankers(docs) if een[: len(verwijzing) // 2] == verwijzing[: len(verwijzing) // 2]), "")
    if not anker:
        raise StapGeweigerd(["Deze persoon telt niet meer mee in de zaak."])
    werk.matchen.geef_vrij(zaak, anker, verwijzing)
    werk.log("match_vrijgegeven", zaak, rij=verwijzing)
    werk.bevestig()
    return f"Het gegeven van {zaak.nummer} wordt nu vergeleken."


# -- computing again


def bereken(werk: Werk, staten: Sequence[str]) -> str:
    """Compare what lacks in a batch of cases of the own municipality. Out: how far it is."""
    klaar = over = 0
    for zaak in werk.zaken.lijst(staten=staten, alleen_eigen=True, aantal=HOOGSTENS):
        if zaak.houder != werk.actor.tenant or not werk.sleutels.kan_openen(zaak, "ident"):
            continue
        if not werk.matchen.loopt_achter(zaak):
            continue
        if klaar >= PER_KEER:
            over += 1
            continue
        docs = werk.documenten.open(zaak, ["zaak"], "opnieuw vergelijken")
        achter = werk.matchen.achter(zaak, ankers(docs))
        if achter:
            werk.matchen.bereken(zaak, achter)
        klaar += 1
    if over:
        return f"{klaar} zaken zijn vergeleken. Nog {over} zaken. Druk nog een keer op de knop."
    return f"Klaar. {klaar} zaken zijn opnieuw vergeleken." if klaar else "Alles is al vergeleken."
