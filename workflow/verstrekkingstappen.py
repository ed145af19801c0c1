"""What the steps of a hand-off do beside moving: who decided, the second look, consent that is taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workflow import afschermen, nakijken, opvangtoestemming, privacychecks, staatwissel, toestemming
from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.zaak import Document, Traject

NAGEKEKEN = "nagekeken"
NIET_GEBRUIKEN = "niet_gebruiken"
# What a partner answered without names, in the working file; and the field that he writes it in.
ANTWOORD, ZONDER_NAMEN = "antwoord_partner", "antwoord_zonder_namen"


def motivering(documenten: list[Document], traject: Traject) -> Mapping[str, Any]:
    """Why a hand-off was made, from the working file; {} when it is not there."""
    reden: Mapping[str, Any] = {}
    for doc in documenten:
        if doc.soort == "motivering" and (doc.inhoud or {}).get("traject") == traject.id.hex():
            reden = doc.inhoud or {}
    return reden


def _met(traject: Traject, **kenmerken: Any) -> Traject:
    return replace(traject, kenmerken={**traject.kenmerken, **kenmerken})


def _ik(c: Context) -> str:
    assert c.werk.actor.persoon_id is not None
    return c.werk.actor.persoon_id.hex()


def _leg_vast(c: Context, traject: Traject, **inhoud: Any) -> None:
    """Seal who did this in the working file: the recipient never reads why."""
    basis = {"soort": NAGEKEKEN, "traject": traject.id.hex(), "nummer": traject.nummer, "actie": c.stap.actie}
    c.werk.documenten.schrijf(c.zaak, "zaak", {**basis, "door": c.werk.actor.alias, "rol": c.rol, **inhoud})


def _mail(c: Context, plek: str, soort: str, *, behalve: str = "") -> None:
    for persoon in afschermen.leden(c.werk, c.zaak, plek):
        if persoon.id.hex() != behalve:
            voornaam = persoon.naam.split(" ")[0]
            onderwerp, tekst = c.beleid.berichten.maak(soort, voornaam=voornaam, url=c.vooraf["basis_url"])
            c.werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=True)


def vrijgeven(c: Context, traject: Traject) -> Traject:
    """Write down who decided, on which day and under which version of the covenant; start the second look when due."""
    versie = c.beleid.convenant.versie
    overleg = str(traject.kenmerken.get("overleg_dag", ""))
    besloten = {"alias": c.werk.actor.alias, "rol": c.rol, "dag": c.vandaag.isoformat(), "overleg": overleg}
    traject = _met(traject, convenant_versie=versie, besloten=besloten, vrijgegeven_door=_ik(c))
    c.werk.documenten.schrijf(traject, traject.compartiment("vs"), {"soort": "vrijgave", "convenant": versie})
    _leg_vast(c, traject, convenant=versie, velden={}, overleg=overleg)
    c.vooraf["log"] = {"convenant_versie": versie, "besloten": besloten}
    if traject.kenmerken.get("uitzondering"):
        c.vooraf["log"]["uitzondering"] = list(traject.kenmerken["uitzondering"])
    if not traject.kenmerken.get("vitaal_belang"):
        return traject
    c.vooraf["log"]["vitaal_belang"] = True
    einde = c.beleid.kalender.einde(c.werk.nu, c.beleid.klokken.termijnen[nakijken.TERMIJN], c.zaak.houder)
    c.traject = traject = _met(traject, nakijken_voor=einde.dag.isoformat())
    ladder = c.beleid.ladders[nakijken.GROEP]
    treden = c.beleid.klokken.treden(ladder, c.werk.nu, einde, spoed=False, gemeente=c.zaak.houder)
    c.werk.timers.zet(traject, nakijken.GROEP, treden, f"af.{c.zaak.houder}")
    privacychecks.sein(c, privacychecks.VITAAL, c.vooraf["basis_url"])
    _mail(c, f"af.{c.zaak.houder}", "nakijken", behalve=_ik(c))
    return traject


def uitzondering_toestaan(c: Context, traject: Traject) -> Traject:
    """A second person agrees with an exception; the privacyfunctionaris hears of it in the same moment."""
    c.traject = traject = _met(traject, toegestaan_door=_ik(c), uitzondering_door=c.werk.actor.alias)
    _leg_vast(c, traject, velden={"toelichting": c.velden["toelichting"]})
    privacychecks.sein(c, privacychecks.UITZONDERING, c.vooraf["basis_url"])
    c.vooraf["log"] = {"uitzondering": list(traject.kenmerken["uitzondering"])}
    return traject


def kijk_na(c: Context, traject: Traject) -> Traject:
    """A second person says afterwards whether the vital interest was one; when it was not, the key came back."""
    goed = c.stap.actie == "vitaal_belang_nakijken"
    traject = _met(traject, nagekeken=nakijken.TERECHT if goed else nakijken.NIET_TERECHT)
    c.werk.timers.stop(traject, nakijken.GROEP)
    _leg_vast(c, traject, velden={"toelichting": c.velden["toelichting"]})
    c.vooraf["log"] = {"uitslag": traject.kenmerken["nagekeken"]}
    if not goed:
        _mail(c, traject.ontvanger, NIET_GEBRUIKEN)
    return traject


def antwoord_van(c: Context) -> str:
    """The answer that goes to the working file: as it was typed now, else what the partner wrote without names."""
    getypt = str(c.velden.get("tekst", "") or "")
    if getypt or c.traject is None:
        return getypt
    if "antwoord" not in c.vooraf:
        docs = c.werk.documenten.open(c.traject, [c.traject.compartiment("vs")], "antwoord overnemen")
        velden = [(doc.inhoud or {}).get("velden", {}) for doc in docs if doc.soort == "stap"]
        c.vooraf["antwoord"] = next((str(een[ZONDER_NAMEN]) for een in reversed(velden) if een.get(ZONDER_NAMEN)), "")
    return str(c.vooraf["antwoord"])


def neem_antwoord_over(c: Context, traject: Traject) -> Traject:
    """Put the answer without names in the working file, where the overleg can read it."""
    inhoud = {"soort": ANTWOORD, "traject": traject.id.hex(), "nummer": traject.nummer, "van": traject.ontvanger}
    c.werk.documenten.schrijf(c.zaak, "zaak", {**inhoud, "door": c.werk.actor.alias, "tekst": antwoord_van(c)})
    return _met(traject, overgenomen=True)


def lees_wie(c: Context) -> None:
    """Find whose consent it is: those who were chosen, else everybody in the hand-off."""
    assert c.traject is not None
    hier = set(motivering(c.documenten("zaak"), c.traject).get("pseudoniemen", {}))
    gekozen = set(c.velden.get("personen") or ())
    if gekozen - hier:
        raise StapGeweigerd([], {"personen": "Kies alleen personen uit deze verstrekking"})
    c.vooraf["wie"] = gekozen or hier


def toestemming_ingetrokken(c: Context, traject: Traject) -> Traject:
    """The key came back; the partner hears that he must stop, and no new consent counts until it is asked anew."""
    dag = str(c.velden["wanneer"])
    bij = {"traject": traject.id.hex(), "nummer": traject.nummer, "door": c.werk.actor.alias}
    # It counts from today on at the earliest: what was asked before it was known here was about the old consent.
    ingetrokken = toestemming.document(
        toestemming.INGETROKKEN, c.vooraf["wie"], max(dag, traject.dag_in.isoformat()), **bij
    )
    c.werk.documenten.schrijf(c.zaak, "zaak", ingetrokken)
    ook = [_trek_mee_in(c, een, dag).nummer for een in _andere_op_toestemming(c, traject)]
    opvangtoestemming.stop_alles(c, dag)
    _leg_vast(c, traject, velden={"wanneer": dag})
    c.werk.zaken.bewaar(replace(c.zaak, kenmerken={**c.zaak.kenmerken, "toestemming_ingetrokken": True}))
    _mail(c, traject.ontvanger, NIET_GEBRUIKEN)
    return _met(traject, toestemming_weg=dag, **({"ook_ingetrokken": ook} if ook else {}))


def _andere_op_toestemming(c: Context, traject: Traject) -> list[Traject]:
    """The other hand-offs of this case that their recipient can read, on consent of one of these people."""
    wie, documenten = c.vooraf["wie"], c.documenten("zaak")
    gevonden = []
    for een in c.trajecten("verstrekking"):
        if een.id == traject.id or een.staat not in c.stap.van or not steunt(een):
            continue
        # Who took it back is unknown when this hand-off names nobody: then it counts for all of them.
        if not wie or wie & set(motivering(documenten, een).get("pseudoniemen", {})):
            gevonden.append(een)
    return gevonden


def steunt(traject: Traject) -> bool:
    """True when a hand-off leans on consent."""
    return nakijken.had_toestemming(traject) or toestemming.steunt_op_toestemming(traject.kenmerken)


def _trek_mee_in(c: Context, ander: Traject, dag: str) -> Traject:
    """Take back another hand-off in the same step: its key, its clocks, and a word to its recipient."""
    naam, oud = ander.compartiment("vs"), ander
    afschermen.neem(c.werk, c.zaak, ander, naam, ander.ontvanger)
    route = c.werk.route(ander.route, ander.route_hash)
    ander = _met(replace(ander, vorige_staat=oud.staat), toestemming_weg=dag)
    ander = c.werk.trajecten.bewaar(staatwissel.betreed(c.werk, c.beleid, route, ander, c.stap.naar))
    staatwissel.zet_klokken(c.werk, c.beleid, route, c.zaak, ander)
    staatwissel.tel_wissel(c.werk, oud, ander)
    _leg_vast(c, ander, velden={"wanneer": dag})
    _mail(c, ander.ontvanger, NIET_GEBRUIKEN)
    c.werk.log(c.stap.actie, ander, van=oud.staat, naar=ander.staat)
    return ander


DAARNA: dict[str, Callable[[Context, Traject], Traject]] = {
    "verstrekking.antwoord_overnemen": neem_antwoord_over,
    "verstrekking.toestemming_ingetrokken": toestemming_ingetrokken,
    "verstrekking.uitzondering_toestaan": uitzondering_toestaan,
    "verstrekking.vitaal_belang_afkeuren": kijk_na,
    "verstrekking.vitaal_belang_nakijken": kijk_na,
    "verstrekking.vrijgeven": vrijgeven,
}
VOORAF: dict[str, Callable[[Context], None]] = {"verstrekking.toestemming_ingetrokken": lees_wie}
# Their answers are sealed in the working file by their own effect.
EIGEN_DOCUMENT = frozenset(DAARNA) - {"verstrekking.vrijgeven"}
