"""Erase a case because of a request (AVG 17): asked by the desk, confirmed by a second person, then the normal path.

Which case it is stands as its id in the sealed codes until it was decided. Who confirms sees how many there are and
never which: he knows the letter of the requester, and a protected case must not be told to him.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflow import bewaren
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.klokbericht import zet_klaar
from workflow.ports import Werk
from workflow.tik import Klokwerk
from workflow.velden import Ruw, lees_velden
from workflow.verzoeken import (
    FG,
    HOOGSTENS,
    IDENTITEIT_EERST,
    NIEUW,
    OPEN,
    PRIVACY,
    SOORT,
    WISSEN,
    dag_nu,
    is_desk,
    mag_bevestigen,
)
from workflow.verzoekvelden import BEVESTIGEN
from workflow.zaak import Kwestie, Zaak

WISSING, AKKOORD = "wissing", "wissen_akkoord"
AL_GEVRAAGD = "Voor deze zaak is het wissen al gevraagd."
NIET_ZELF = "Je vroeg dit zelf. Een ander moet het bevestigen."


def gevraagd(verzoek: Kwestie) -> Mapping[str, str]:
    """Which cases wait to be erased: the id of each → the id of who asked for it."""
    return {str(zaak): str(wie) for zaak, wie in dict(verzoek.codes.get(WISSEN, {})).items()}


def vraag(werk: Werk, beleid: Beleid, verzoek: Kwestie, zaak: Zaak, url: str = "") -> Kwestie:
    """Ask to erase a case that was found for this request; who may confirm it is told at once. Commits.

    Errors: NietGevonden for everybody but the desk and for another kind of request, StapGeweigerd.
    """
    if not is_desk(werk) or verzoek.codes["soort"] != WISSING or zaak.houder != werk.actor.tenant:
        raise NietGevonden
    if verzoek.staat != OPEN or not verzoek.codes.get("identiteit"):
        raise StapGeweigerd([IDENTITEIT_EERST])
    wachtend = gevraagd(verzoek)
    if zaak.id.hex() in wachtend:
        raise StapGeweigerd([AL_GEVRAAGD])
    bewaren.eis_wisbaar(werk, zaak)
    codes = {**verzoek.codes, WISSEN: {**wachtend, zaak.id.hex(): _wie(werk)}}
    opgeslagen = werk.kwesties.bewaar(replace(verzoek, codes=codes))
    for rol in (PRIVACY, FG):
        for persoon in werk.mensen.van_rol(rol, verzoek.tenant):
            if persoon.id != werk.actor.persoon_id:
                zet_klaar(werk, beleid, persoon, NIEUW, dag=dag_tekst(verzoek.termijn or verzoek.dag), url=url)
    werk.log("verzoek_wissen_gevraagd", verzoek=verzoek.nummer)
    werk.bevestig()
    return opgeslagen


def beslis(werk: Werk, verzoek: Kwestie, ruw: Ruw) -> Kwestie:
    """Say yes or no to what the desk asked. After a yes `voer_uit` does it. Commits.

    Errors: NietGevonden when nothing waits or for another role, StapGeweigerd for who asked for it himself.
    """
    if not mag_bevestigen(werk) or not gevraagd(verzoek) or verzoek.codes.get(AKKOORD):
        raise NietGevonden
    if _wie(werk) in gevraagd(verzoek).values():
        raise StapGeweigerd([NIET_ZELF])
    gelezen, fouten = lees_velden(BEVESTIGEN, ruw, lambda veld: veld.vaste_keuzes(), dag_nu(werk))
    if fouten:
        raise StapGeweigerd([], fouten)
    ja = gelezen["wissen_oordeel"] == "ja"
    codes = {**verzoek.codes, AKKOORD: True} if ja else _zonder(verzoek)
    opgeslagen = werk.kwesties.bewaar(replace(verzoek, codes=codes))
    werk.log("verzoek_wissen_beslist", verzoek=verzoek.nummer, oordeel=gelezen["wissen_oordeel"])
    werk.bevestig()
    return opgeslagen


def _zonder(verzoek: Kwestie) -> dict[str, object]:
    return {naam: waarde for naam, waarde in verzoek.codes.items() if naam not in (WISSEN, AKKOORD)}


def _wie(werk: Werk) -> str:
    if werk.actor.persoon_id is None:
        raise NietGevonden
    return werk.actor.persoon_id.hex()


def voer_uit(klokwerk: Klokwerk, beleid: Beleid, nummers: Sequence[str] = ()) -> int:
    """Announce what was confirmed, as the clock: it reaches a protected case, which who confirmed may not know.

    In: `nummers` of requests, empty for all. Out: how many cases. What is held by now is not erased, and must be
    asked again.
    """
    gedaan = 0
    with klokwerk() as werk:
        for verzoek in werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS):
            if verzoek.codes.get(AKKOORD) and (not nummers or verzoek.nummer in nummers):
                gedaan += sum(_wis(werk, beleid, verzoek, zaak_id) for zaak_id in gevraagd(verzoek))
                werk.kwesties.bewaar(replace(verzoek, codes=_zonder(verzoek)))
        werk.bevestig()
    return gedaan


def _wis(werk: Werk, beleid: Beleid, verzoek: Kwestie, zaak_id: str) -> bool:
    try:
        bewaren.wis_vervroegd(werk, beleid, werk.zaken.get(bytes.fromhex(zaak_id)), f"verzoek {verzoek.nummer}")
    except (NietGevonden, StapGeweigerd):
        werk.log("verzoek_wissen_gevraagd", verzoek=verzoek.nummer, uitkomst="geweigerd")
        return False
    return True
