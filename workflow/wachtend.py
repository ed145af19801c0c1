"""A four-eyes step that waits for the second person, as the page of the case shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.aanbod import Opties, instemming
from workflow.antwoordtekst import Regels, regels
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.keuzes import opties
from workflow.ports import Werk
from workflow.stap import Stap, Veld
from workflow.volgen import AFSLUITBERICHT
from workflow.zaak import Document, Zaak

TEKST_DICHT = "Deze tekst kan alleen de aandachtsfunctionaris lezen."


@dataclass(frozen=True)
class Wachtend:
    """A four-eyes step that waits: may this person confirm it (`mag`), or take it back (`eigen`)?"""

    wat: str
    wie: str
    wanneer: str
    uiterlijk: str
    mag: bool
    eigen: bool
    gegevens: Regels
    velden: tuple[Veld, ...]
    opties: Opties

    @property
    def vraag_reden(self) -> str:
        """What is asked of who says no: the second person, or the first who takes it back."""
        return "Waarom ga je niet akkoord?" if self.mag else "Waarom trek je het voorstel in?"


def _tekst_voor_melder(stap: Stap, documenten: Sequence[Document], *, mag: bool) -> dict[str, str]:
    """The text for the reporter that came with the proposal: the text itself for who can open it."""
    slot = [str(doc.inhoud["tekst"]) for doc in documenten if doc.soort == AFSLUITBERICHT and doc.inhoud is not None]
    tekst = slot[-1] if slot else TEKST_DICHT if mag else ""
    return {veld.naam: tekst for veld in stap.velden if veld.compartiment == "draad"}


def wachtend(
    werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], namen: Mapping[str, str]
) -> Wachtend | None:
    """The proposal that waits on this case; None when none does. `documenten` are those that were opened."""
    gevonden, voorstel = instemming(werk, zaak), werk.controles.find_voorstel(zaak.id)
    if gevonden is None or voorstel is None:
        return None
    stap, mag, velden = gevonden
    doc = next((een for een in documenten if een.id == voorstel.document_id), None)
    inhoud = (doc.inhoud if doc is not None else None) or {}
    alias, gegeven = str(inhoud.get("door", "Een collega")), dict(inhoud.get("velden", {}))
    if not velden:
        gegeven |= _tekst_voor_melder(stap, documenten, mag=mag)
    return Wachtend(
        wat=stap.knop,
        wie=namen.get(alias, alias),
        wanneer=dag_kort(doc.dag) if doc is not None else "een eerdere dag",
        uiterlijk=dag_tekst(voorstel.termijn),
        mag=mag,
        eigen=werk.actor.persoon_id == voorstel.voorsteller,
        gegevens=regels(werk, beleid, stap.velden, gegeven),
        velden=velden,
        opties=opties(werk, beleid, zaak, replace(stap, velden=velden), documenten),
    )
