"""What a new version of the covenant would open or close for the cases that are there, before it applies.

It reads what the server itself knows: codes, never a document. No key of a desk is needed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from workflow.beleid import Beleid
from workflow.convenant import VORMEN, Convenant, ConvenantOnbekend
from workflow.partners import Partner
from workflow.poort import omstandigheden_van
from workflow.ports import Werk
from workflow.soortcodes import is_soort
from workflow.zaak import Traject, Zaak

OPEN, DICHT = "open", "dicht"
# What the server always knows of a case; the other circumstances are stated by people, or known of one person.
WEET = frozenset({"geplaatst", "privacycheck_2a"})
KIND = frozenset({"onder_18", "alleenstaande_vreemdeling"})
LOPEND = ("concept", "verzonden", "ontvangen", "opgepakt", "vraag")
BLADZIJDE = 500
GEEN = "N"


@dataclass(frozen=True, order=True)
class Verschil:
    """One decision that becomes another one. `als` is what must still be so, beside what the server knows."""

    categorie: str
    ontvanger: str
    als: tuple[str, ...]
    was: str
    wordt: str

    @property
    def richting(self) -> str:
        """Whether it opens or closes something."""
        return OPEN if VORMEN.index(self.wordt) > VORMEN.index(self.was) else DICHT


@dataclass(frozen=True)
class Lopend:
    """A hand-off under way that the new version judges otherwise."""

    nummer: str
    ontvanger: str
    verschillen: tuple[Verschil, ...]


@dataclass(frozen=True)
class Zaakverschil:
    """What changes for one case. `nummer` is "" for a protected case: it is counted and not named."""

    nummer: str
    verschillen: tuple[Verschil, ...]
    lopend: tuple[Lopend, ...]


@dataclass(frozen=True)
class Stand:
    """One side of the comparison: a covenant, its partners, and the day on which it is asked."""

    convenant: Convenant
    partners: Mapping[str, Partner]
    op: date

    def vorm(self, categorie: str, ontvanger: str, omstandigheden: Collection[str]) -> str:
        """The highest form; "N" for who is not in this covenant or left."""
        partner = self.partners.get(ontvanger)
        if partner is not None and not partner.doet_mee(self.op):
            return GEEN
        bekend = set(omstandigheden) & set(self.convenant.omstandigheden)
        try:
            return self.convenant.besluit(categorie, ontvanger, "J", bekend, self.op).hoogste_vorm
        except ConvenantOnbekend:
            return GEEN


def _mogelijk(categorie: str, ontvanger: str, standen: Collection[Stand]) -> Iterator[frozenset[str]]:
    """The sets of circumstances on which a decision of these covenants can turn: one line, and one age of a carer."""
    regels, leeftijden = {frozenset[str]()}, {frozenset[str]()}
    for stand in standen:
        wie = stand.convenant.ontvangers.get("opvang" if ontvanger.startswith("opvang-") else ontvanger)
        if wie is not None:
            regels |= {een.als for een in stand.convenant.categorieen[categorie].cellen[wie.kolom]}
            leeftijden |= set(wie.alleen_als)
    return (regel | leeftijd for leeftijd in leeftijden for regel in regels)


def _kan(als: frozenset[str], zaak: Zaak, bekend: frozenset[str]) -> bool:
    """Say whether these circumstances can hold in this case, as far as the server knows."""
    dicht = set(WEET - bekend) | {een for een in als - bekend if is_soort(een)}
    if zaak.kenmerken.get("vormen"):
        dicht |= {"arbeid"} - bekend
    if zaak.kenmerken.get("minderjarig") == "nee":
        dicht |= KIND
    return not als & dicht


def verschillen(oud: Stand, nieuw: Stand, zaak: Zaak, bekend: frozenset[str]) -> tuple[Verschil, ...]:
    """Every decision about this case that changes, each under the least that must still be so."""
    gevonden: set[Verschil] = set()
    namen = dict.fromkeys(chain(oud.convenant.ontvangers, oud.partners, nieuw.convenant.ontvangers, nieuw.partners))
    for categorie in oud.convenant.categorieen:
        for ontvanger in namen:
            eigen: list[tuple[frozenset[str], Verschil]] = []
            for als in sorted(
                set(_mogelijk(categorie, ontvanger, (oud, nieuw))), key=lambda een: (len(een), sorted(een))
            ):
                if not _kan(als, zaak, bekend):
                    continue
                was, wordt = (een.vorm(categorie, ontvanger, bekend | als) for een in (oud, nieuw))
                nog = als - bekend
                eerder = any(minder <= nog and (een.was, een.wordt) == (was, wordt) for minder, een in eigen)
                if was != wordt and not eerder:
                    eigen.append((nog, Verschil(categorie, ontvanger, tuple(sorted(nog)), was, wordt)))
            gevonden |= {een for _, een in eigen}
    return tuple(sorted(gevonden))


def _lopend(oud: Stand, nieuw: Stand, traject: Traject, bekend: frozenset[str]) -> Lopend | None:
    """What the new version says of a hand-off that is under way; exceptions by two people stand beside the table."""
    ontvanger = traject.ontvanger.rpartition(".")[0]
    klopt = bekend | set(traject.kenmerken.get("omstandigheden", ()))
    vormen = dict(traject.kenmerken.get("vormen") or {})
    buiten = set(traject.kenmerken.get("uitzondering") or ())
    gevonden = []
    for categorie in traject.kenmerken.get("categorieen", ()):
        gaat = vormen.get(categorie, traject.vorm) or GEEN
        was, wordt = (een.vorm(categorie, ontvanger, klopt) for een in (oud, nieuw))
        mocht, mag = (VORMEN.index(een) >= VORMEN.index(gaat) for een in (was, wordt))
        if mocht != mag and categorie not in buiten:
            gevonden.append(Verschil(categorie, ontvanger, (), was, wordt))
    return Lopend(traject.nummer, ontvanger, tuple(gevonden)) if gevonden else None


def simuleer(werk: Werk, beleid: Beleid, nieuw: Stand) -> tuple[int, list[Zaakverschil]]:
    """Lay the new covenant beside all cases. Out: how many cases were looked at, and those for which it matters.

    The act is logged with both versions. In: `werk` of the planner; reads every municipality.
    """
    oud = Stand(beleid.convenant, beleid.partners, werk.nu.date())
    gezien, gevonden = 0, []
    # Cases that are alike for the server have the same answer: a hundred thousand cases are a few dozen kinds.
    bekende: dict[tuple[object, ...], tuple[Verschil, ...]] = {}
    na: tuple[date, bytes] | None = None
    while True:
        bladzijde = werk.zaken.lijst(na=na, aantal=BLADZIJDE)
        for zaak in bladzijde:
            klopt = frozenset(omstandigheden_van(werk, beleid, zaak))
            soort = (klopt, bool(zaak.kenmerken.get("vormen")), zaak.kenmerken.get("minderjarig"))
            if soort not in bekende:
                bekende[soort] = verschillen(oud, nieuw, zaak, klopt)
            lopen = (een for een in werk.trajecten.van_zaak(zaak.id, "verstrekking") if een.staat in LOPEND)
            anders = [een for een in (_lopend(oud, nieuw, traject, klopt) for traject in lopen) if een is not None]
            if bekende[soort] or anders:
                nummer = "" if zaak.afgeschermd else zaak.nummer
                gevonden.append(Zaakverschil(nummer, bekende[soort], tuple(anders)))
        gezien += len(bladzijde)
        if len(bladzijde) < BLADZIJDE:
            break
        na = (bladzijde[-1].termijn or date.max, bladzijde[-1].id)
    werk.log("convenant_simulatie", None, van=oud.convenant.versie, naar=nieuw.convenant.versie, zaken=gezien)
    werk.bevestig()
    return gezien, gevonden
