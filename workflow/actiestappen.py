"""What the steps of an action do beside moving: whose it is, another day, what came of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import afschermen, controle, staatwissel
from workflow.context import Context
from workflow.datumtekst import dag_tekst
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.rechten import eigenaar
from workflow.stap import Stap
from workflow.zaak import Traject

UITVOERDER, UITKOMST, AANGETROFFEN, VERZET = "uitvoerder", "uitkomst", "aangetroffen", "verzet"
NIETS = "niets"
ALLEEN_NIETS = "Kies 'Niets bijzonders' alleen als er verder niets is."
AL_VAN_JOU = "Jouw naam staat al bij deze actie."
_TELT = {"aantal_slachtoffers": "slachtoffers", "aantal_minderjarigen": "minderjarigen"}


def is_van(werk: Werk, traject: Traject) -> bool:
    """True when the actor is the one who does this action now."""
    ik = werk.actor.persoon_id
    return ik is not None and traject.kenmerken.get(UITVOERDER) == ik.hex()


def verborgen(werk: Werk, traject: Traject, stap: Stap) -> bool:
    """True for a step of an action that makes no sense now: no control, or already his own."""
    if "is_controle" in stap.voorwaarden:
        return not controle.is_controle(traject)
    return "nog_niet_van_mij" in stap.voorwaarden and is_van(werk, traject)


# -- guards


def nog_niet_van_mij(c: Context) -> list[str]:
    """Who takes an action over is another one than who has it."""
    return [AL_VAN_JOU] if c.traject is not None and is_van(c.werk, c.traject) else []


def uitkomst_klopt(c: Context) -> list[str]:
    """Nothing special found goes with nothing else."""
    gevonden = c.velden.get(AANGETROFFEN) or []
    return [ALLEEN_NIETS] if NIETS in gevonden and len(gevonden) > 1 else []


VOORWAARDEN: dict[str, Callable[[Context], list[str]]] = {
    "nog_niet_van_mij": nog_niet_van_mij,
    "uitkomst_klopt": uitkomst_klopt,
    **controle.VOORWAARDEN,
}


# -- effects


def _met(traject: Traject, **kenmerken: Any) -> Traject:
    return replace(traject, kenmerken={**traject.kenmerken, **kenmerken})


def neem_op_je(c: Context, traject: Traject) -> Traject:
    """The person who does it, so that a colleague of the department knows whom to ask."""
    assert c.werk.actor.persoon_id is not None
    return _met(traject, **{UITVOERDER: c.werk.actor.persoon_id.hex()})


def op_andere_dag(c: Context, traject: Traject) -> Traject:
    """Another day: its term and its reminders follow, and the department hears of it."""
    keer = int(traject.kenmerken.get(VERZET, 0)) + 1
    traject = naar_dag(c, _met(traject, **{VERZET: keer}), str(c.velden["datum"]))
    _mail(c, traject.ontvanger, "actie_verzet", dag=dag_tekst(date.fromisoformat(str(c.velden["datum"]))))
    return traject


def naar_dag(c: Context, traject: Traject, dag: str) -> Traject:
    """The action with this last day, and the clocks that belong to it."""
    traject = _met(traject, datum=dag)
    einde = staatwissel.einde_van(c.werk, c.beleid, c.route, traject, traject.staat)
    traject = replace(traject, termijn=einde.dag if einde else None)
    staatwissel.zet_klokken(c.werk, c.beleid, c.route, c.zaak, traject)
    return traject


def meld_gereed(c: Context, traject: Traject) -> Traject:
    """What came of it as codes and numbers, for the case and the figures; who directs the case hears of it."""
    gevonden: dict[str, Any] = {}
    if c.velden.get(UITKOMST):
        gevonden[UITKOMST] = c.velden[UITKOMST]
    if c.velden.get(AANGETROFFEN):
        gevonden[AANGETROFFEN] = list(c.velden[AANGETROFFEN])
        gevonden |= {naar: int(c.velden[veld]) for veld, naar in _TELT.items() if c.velden.get(veld)}
    _mail_regie(c)
    return _met(traject, **gevonden)


def plan_controle(c: Context, traject: Traject) -> Traject:
    """The control as it is planned: its codes, its day, and a draft for each partner that has a desk."""
    return controle.plan(c, naar_dag(c, traject, str(c.velden["datum"])))


def _mail(c: Context, plek: str, soort: str, **plaatsen: str) -> None:
    for persoon in afschermen.leden(c.werk, c.zaak, plek):
        if persoon.id != c.werk.actor.persoon_id:
            _een_mail(c, persoon.naam, persoon.email, persoon.tenant, soort, **plaatsen)


def _mail_regie(c: Context) -> None:
    if c.zaak.regiehouder is None:
        return
    try:
        mensen = [c.werk.mensen.get(c.zaak.regiehouder)]
    except NietGevonden:
        # He left: his desk goes on with the case, and the department must be able to finish.
        mensen = afschermen.leden(c.werk, c.zaak, eigenaar("regiehouder", c.zaak))
    for persoon in mensen:
        _een_mail(c, persoon.naam, persoon.email, persoon.tenant, "actie_gereed")


def _een_mail(c: Context, naam: str, adres: str, tenant: str, soort: str, **plaatsen: str) -> None:
    url = c.vooraf["basis_url"]
    onderwerp, tekst = c.beleid.berichten.maak(soort, voornaam=naam.partition(" ")[0], url=url, **plaatsen)
    c.werk.berichten.klaarzetten(adres, tenant, onderwerp, tekst, spoed=False)


DAARNA: dict[str, Callable[[Context, Traject], Traject]] = {
    "actie.controle_plannen": plan_controle,
    "actie.gereedmelden": meld_gereed,
    "actie.overnemen": neem_op_je,
    "actie.starten": neem_op_je,
    "actie.verzetten": op_andere_dag,
}
VOORAF: dict[str, Callable[[Context], None]] = {"actie.controle_plannen": controle.lees_plaats}
