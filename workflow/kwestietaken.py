"""Tasks about what is no case: a request of somebody about his data, and a data breach."""

from collections.abc import Iterator

from workflow import besluitverzoeken, besluitvraag, datalekken, datalekpagina, verzoeken, verzoekpagina, voorzieningen
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.ports import Werk
from workflow.taak import Taak
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import LAAT, termijnstand

OPPAKKEN, BESLUIT, AFMAKEN = "Pak een datalek op", "Besluit over een datalek", "Maak een datalek af"


def taken(werk: Werk, beleid: Beleid) -> Iterator[Taak]:
    """What waits for this person beside his cases."""
    for verzoek in verzoeken.wachtend(werk):
        hoe, open_ = verzoekpagina.stand(werk, verzoek), verzoek.staat == verzoeken.OPEN
        yield Taak(
            url=f"{verzoekpagina.ADRES}/{verzoek.nummer}",
            code=verzoek.nummer,
            wat=verzoekpagina.wat_nu(werk, verzoek),
            termijn=hoe.tekst,
            kleur=hoe.kleur,
            uiterlijk=dag_tekst(verzoek.termijn) if verzoek.termijn else "",
            reden=f"ontvangen op {dag_kort(verzoek.dag)}" if open_ else "",
            spoed=False,
            dag=verzoek.termijn,
        )
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for besluit in besluitverzoeken.wachtend(werk):
        hoe, wacht = besluitverzoeken.stand(werk, besluit), besluit.staat == besluitvraag.OPEN
        yield Taak(
            url=besluitverzoeken.ADRES,
            code=besluit.nummer,
            wat=besluitverzoeken.TAAK_BESTUUR if wacht else besluitverzoeken.TAAK_VA,
            termijn=hoe.tekst,
            kleur=hoe.kleur,
            uiterlijk=dag_tekst(besluit.termijn) if besluit.termijn else "",
            reden=f"gevraagd op {dag_kort(besluit.dag)}" if wacht else "",
            spoed=bool(besluit.codes.get("spoed")),
            dag=besluit.termijn or vandaag,
        )
    yield from _lijst(werk)
    for lek in datalekken.wachtend(werk):
        hoe = datalekpagina.uren_over(beleid, lek, werk.nu)
        wat = BESLUIT if hoe.tekst else AFMAKEN
        yield Taak(
            url=f"{datalekpagina.ADRES}/{lek.nummer}",
            code=lek.nummer,
            wat=wat if lek.codes.get("opgepakt") else OPPAKKEN,
            termijn=hoe.tekst,
            kleur=hoe.kleur,
            uiterlijk="",
            reden="",
            spoed=hoe.kleur == LAAT or not lek.codes.get("opgepakt"),
            dag=vandaag,
        )


def _lijst(werk: Werk) -> Iterator[Taak]:
    """One task for all entries of the directory whose day of checking has come."""
    laat = voorzieningen.te_controleren(werk)
    if laat:
        eerste = min(een.termijn for een in laat if een.termijn is not None)
        hoe = termijnstand(voorzieningen.vandaag_van(werk), eerste, eerste)
        wat = "Kijk 1 regel na in de lijst" if len(laat) == 1 else f"Kijk {len(laat)} regels na in de lijst"
        yield Taak("/voorzieningen", "", wat, hoe.tekst, hoe.kleur, dag_tekst(eerste), "", spoed=False, dag=eerste)
