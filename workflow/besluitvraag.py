"""Scaling up to the driehoek asks a decision: a code and a number for who governs, and no content.

The case itself goes to the police or the prosecutor as a hand-off.
"""

from dataclasses import replace

from workflow.context import Context
from workflow.datumtekst import dag_tekst
from workflow.privacychecks import ZONDER_NUMMER
from workflow.zaak import Kwestie, Zaak

SOORT, VOORVOEGSEL = "besluitverzoek", "BV"
OPEN, BEANTWOORD, GEZIEN, INGETROKKEN = "open", "beantwoord", "gezien", "ingetrokken"
BESTUUR, NIEUW = "bestuur", "nieuw"
DRIEHOEK, STANDAARD = "driehoek", "afstemmen"
TERMIJN, TERMIJN_SPOED = "besluitverzoek", "besluitverzoek_spoed"
HOOGSTENS = 500


def vraag_besluit(c: Context, zaak: Zaak) -> Zaak:
    """Scaling up to the driehoek puts a request without content before who governs; other ways up ask nothing."""
    if c.velden.get("doel") != DRIEHOEK:
        return zaak
    term = c.beleid.klokken.termijnen[TERMIJN_SPOED if zaak.spoed else TERMIJN]
    einde = c.beleid.kalender.plus(c.vandaag, term, zaak.houder)
    verzoek = Kwestie(
        id=c.werk.nieuw_id(),
        soort=SOORT,
        tenant=zaak.houder,
        nummer=c.werk.nieuw_nummer(VOORVOEGSEL),
        staat=OPEN,
        dag=c.vandaag,
        termijn=einde,
        codes={
            "zaak": ZONDER_NUMMER if zaak.afgeschermd else zaak.nummer,
            "zaak_id": zaak.id.hex(),
            "vraag": str(c.velden.get("gevraagd_besluit") or STANDAARD),
            "spoed": zaak.spoed,
        },
    )
    c.werk.kwesties.nieuw(verzoek)
    for persoon in c.werk.mensen.van_rol(BESTUUR, zaak.houder):
        voornaam, url = persoon.naam.split(" ")[0], c.vooraf["basis_url"]
        onderwerp, tekst = c.beleid.berichten.maak(NIEUW, voornaam=voornaam, dag=dag_tekst(einde), url=url)
        c.werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=zaak.spoed)
    c.werk.log("besluitverzoek_gevraagd", zaak, verzoek=verzoek.nummer, vraag=verzoek.codes["vraag"])
    return zaak


def trek_in(c: Context, zaak: Zaak) -> Zaak:
    """The municipality takes the case back: what the driehoek was asked for it and did not answer is off the table."""
    for verzoek in c.werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS):
        if verzoek.codes.get("zaak_id") == zaak.id.hex():
            c.werk.kwesties.bewaar(replace(verzoek, staat=INGETROKKEN, termijn=None))
            c.werk.log("besluitverzoek_ingetrokken", zaak, verzoek=verzoek.nummer)
    return zaak
