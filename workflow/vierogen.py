"""Four eyes: one person proposes a step, another in the other role confirms it; nothing moves in between."""

from typing import Any

from workflow import afschermen
from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.ports import Werk
from workflow.rechten import ONBEKEND
from workflow.stap import Stap, Veld
from workflow.termijnen import Moment
from workflow.zaak import Instemming, Zaak

GROEP = "instemming"
PLEKKEN = {"aandachtsfunctionaris": "af", "veiligheidsadviseur": "overleg"}


def _ander(stap: Stap, rol: str) -> str:
    return next(een for een in stap.vier_ogen if een != rol)


def stel_voor(c: Context) -> str:
    """Seal the answers as a proposal and hand the second person what he needs to judge it. Out: a line."""
    rol = c.rol if c.rol in c.stap.vier_ogen else c.stap.vier_ogen[0]
    if c.werk.controles.find_voorstel(c.zaak.id) is not None:
        raise StapGeweigerd(["Er wacht al een voorstel op een tweede persoon."])
    gaf = False
    for sleutel in c.stap.bij_voorstel:
        desk = c.zaak.werkplek(sleutel.werkplek)
        c.zaak = afschermen.benoem(c.werk, c.zaak, [desk])
        had = afschermen.heeft(c.werk, c.zaak, sleutel.compartiment, desk)
        afschermen.geef(c.werk, c.zaak, c.zaak, sleutel.compartiment, desk)
        gaf = gaf or not had
    hier = {veld.naam for veld in c.stap.velden if not veld.compartiment}
    velden = {naam: waarde for naam, waarde in c.velden.items() if naam in hier}
    assert c.werk.actor.persoon_id is not None
    inhoud = {"soort": "voorstel", "actie": c.stap.actie, "door": c.werk.actor.alias, "rol": rol, "velden": velden}
    inhoud["voorsteller"] = c.werk.actor.persoon_id.hex()
    document_id = c.werk.documenten.schrijf(c.zaak, "zaak", inhoud)
    schrijf_aparte_velden(c)
    einde = c.beleid.kalender.einde(c.werk.nu, c.beleid.klokken.termijnen[GROEP], c.zaak.houder)
    zaak = c.werk.zaken.bewaar(c.zaak)
    c.werk.controles.stel_voor(
        Instemming(
            id=c.werk.nieuw_id(),
            zaak_id=zaak.id,
            actie=c.stap.actie,
            zaak_revisie=zaak.revisie,
            voorsteller=c.werk.actor.persoon_id,
            rol=rol,
            gaf_zaak=gaf,
            termijn=einde.dag,
            document_id=document_id,
        )
    )
    _zet_klok(c, zaak, _ander(c.stap, rol), einde)
    c.werk.log(f"voorstel_{c.stap.actie}", zaak)
    c.werk.bevestig()
    return "Je voorstel is vastgelegd. Een tweede persoon moet instemmen."


def schrijf_aparte_velden(c: Context) -> None:
    """Seal the answers that belong elsewhere; a text for the reporter shows only once the case has ended."""
    for veld in c.stap.velden:
        tekst, waar = c.velden.get(veld.naam), veld.compartiment
        if tekst and waar in c.route.compartimenten and c.werk.sleutels.kan_openen(c.zaak, waar):
            c.werk.documenten.schrijf(c.zaak, waar, {"soort": "afsluitbericht", "tekst": tekst, "rol": c.rol})


def _zet_klok(c: Context, zaak: Zaak, rol: str, einde: Moment) -> None:
    treden = c.beleid.klokken.treden(c.beleid.ladders[GROEP], c.werk.nu, einde, spoed=False, gemeente=zaak.houder)
    c.werk.timers.zet(zaak, GROEP, treden, f"{PLEKKEN[rol]}.{zaak.houder}")


def rol_van_tweede(werk: Werk, zaak: Zaak, stap: Stap, voorstel: Instemming) -> str:
    """The role in which this person may confirm: another person, in the other role; "" when not."""
    if werk.actor.persoon_id == voorstel.voorsteller:
        return ONBEKEND
    rol = _ander(stap, voorstel.rol)
    return rol if afschermen.werkt_aan(werk.actor, zaak, f"{PLEKKEN[rol]}.{zaak.houder}") else ONBEKEND


def rol_van_eerste(werk: Werk, voorstel: Instemming) -> str:
    """The role of who proposed, when it is this person: he may take his proposal back."""
    return voorstel.rol if werk.actor.persoon_id == voorstel.voorsteller else ONBEKEND


def velden_van(c: Context, voorstel: Instemming) -> dict[str, Any]:
    """The answers of the proposal (opened, logged).

    Who proposed what stands sealed in it as well: a row that says otherwise was written past the product.
    """
    rij = {"actie": voorstel.actie, "rol": voorstel.rol, "voorsteller": voorstel.voorsteller.hex()}
    for doc in c.documenten("zaak"):
        if doc.id == voorstel.document_id and doc.inhoud is not None:
            if any(doc.inhoud.get(naam) != waarde for naam, waarde in rij.items()):
                break
            return dict(doc.inhoud["velden"])
    raise StapGeweigerd(["Het voorstel is niet te lezen. Wijs het af en vraag een nieuw voorstel."])


def velden_bij_instemmen(stap: Stap, voorstel: Instemming) -> tuple[Veld, ...]:
    """What the second person must still answer: the text for the reporter, when the first had no key for it."""
    if voorstel.rol == "aandachtsfunctionaris":
        return ()
    return tuple(veld for veld in stap.velden if veld.compartiment == "draad")


def laat_vervallen(c: Context) -> None:
    """End the proposal that waits: carried out, rejected, or overtaken by another step on the case.

    A key that came with the proposal goes back, unless the step hands it on itself.
    """
    voorstel = c.werk.controles.find_voorstel(c.zaak.id)
    if voorstel is None:
        return
    c.werk.controles.verwijder_voorstel(voorstel)
    c.werk.timers.stop(c.zaak, GROEP)
    if voorstel.gaf_zaak and not _geeft_zaak(c):
        afschermen.neem(c.werk, c.zaak, c.zaak, "zaak", f"overleg.{c.zaak.houder}")


def _geeft_zaak(c: Context) -> bool:
    return any((een.compartiment, een.werkplek) == ("zaak", "overleg") for een in c.stap.geeft)
