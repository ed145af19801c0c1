"""Ways to bring a case into each state of its route, step by step, with the accounts that may."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.wereld import WEGING, Wereld

STRAKS = (date.today() + timedelta(days=20)).isoformat()
ACTIE = {"instrument": "CTRL", "afdeling": "toezicht", "opdracht": "Ga kijken.", "datum": STRAKS}
VERSTREKKING = {
    "vorm": "P",
    "doel": "advies",
    "grond": "avg6e",
    "noodzaak": "Zonder deze feiten kan de partner niets doen.",
    "evenredigheid": "Het belang weegt op tegen wat we delen.",
    "subsidiariteit": "Minder is niet genoeg.",
    "geheimhouding": "geen",
    "toestemming": "ja",
    "geldig_tot": STRAKS,
}


# Names at the first contact are for a vital interest only; the passphrase itself is checked by the page.
MET_NAMEN = {"vorm": "J", "vitaal_belang": "ja", "vitaal_belang_reden": "Er is gevaar.", "wachtzin": "op de pagina"}


def ingediend(w: Wereld) -> bytes:
    return w.meld(naam="Klaas Melder", email="klaas@gemeente.example", bericht=True)


def in_beoordeling(w: Wereld) -> bytes:
    zaak = ingediend(w)
    w.stap("af.aalten", zaak, "oppakken")
    return zaak


def aanvulling_gevraagd(w: Wereld) -> bytes:
    zaak = in_beoordeling(w)
    w.stap("af.aalten", zaak, "aanvulling_vragen", vraag="Welke dag was dit?")
    return zaak


def in_onderzoek(w: Wereld) -> bytes:
    zaak = in_beoordeling(w)
    for _ in range(2):
        w.stap("af.aalten", zaak, "onderzoeken", bronnen=["brp"], toelichting="Nodig voor het adres.")
        w.akkoord()
    return zaak


def voorgelegd(w: Wereld) -> bytes:
    zaak = in_beoordeling(w)
    w.stap("af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het park ligt daar.")
    return zaak


def aangenomen(w: Wereld) -> bytes:
    zaak = voorgelegd(w)
    w.stap("af.winterswijk", zaak, "aannemen")
    return zaak


def geagendeerd(w: Wereld) -> bytes:
    zaak = in_beoordeling(w)
    tekst = {"overdrachtstekst": "Zes mensen op een adres.", "vraag_aan_overleg": "Wat doen we?"}
    w.stap("af.aalten", zaak, "agenderen", overleg=w.overleg(), **WEGING, **tekst)
    return zaak


def terugverwezen(w: Wereld) -> bytes:
    zaak = geagendeerd(w)
    w.stap("va.aalten", zaak, "terugverwijzen", toelichting="Zoek eerst het adres uit.")
    return zaak


def in_aanpak(w: Wereld) -> bytes:
    zaak = geagendeerd(w)
    w.akkoord()
    regie = w.ids["va.aalten"].hex()
    w.stap("va.aalten", zaak, "in_aanpak_nemen", besluit="Controle op het adres.", regiehouder=regie, **ACTIE)
    return zaak


def trajecten(w: Wereld, zaak: bytes, route: str) -> list[bytes]:
    with w.huis.klokwerk() as werk:
        return [een.id for een in werk.trajecten.van_zaak(zaak, route)]


def feit(w: Wereld, zaak: bytes, tekst: str = "Het pand aan de Voorbeeldweg 1") -> str:
    w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit=tekst)
    with w.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    return next(doc.id.hex() for doc in reversed(docs) if doc.soort == "feit")


def verstuur(w: Wereld, zaak: bytes, ontvanger: str, **anders: object) -> bytes:
    """Make a hand-off and release it, with the privacy check in between."""
    velden = {**VERSTREKKING, "ontvanger": ontvanger, "feiten": [feit(w, zaak)], **anders}
    vs = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    geef_vrij(w, zaak, vs)
    return vs


def geef_vrij(w: Wereld, zaak: bytes, vs: bytes) -> None:
    for _ in range(2):
        w.stap("af.aalten", zaak, "vrijgeven", vs)
        w.akkoord()
        if w.traject(vs).staat == "verzonden":
            return


def rond_af(w: Wereld, zaak: bytes) -> None:
    """Bring everything that was started to an end: actions done, drafts withdrawn, Veilig Thuis settled."""
    for actie in trajecten(w, zaak, "actie"):
        if w.traject(actie).staat == "open":
            w.stap("toezicht.aalten", zaak, "starten", actie)
            w.stap("toezicht.aalten", zaak, "gereedmelden", actie, resultaat="Er was niemand.")
    for vs in trajecten(w, zaak, "verstrekking"):
        if w.traject(vs).staat == "concept":
            w.stap("af.aalten", zaak, "intrekken", vs, reden="Niet nodig.")
    w.stap("af.aalten", zaak, "veilig_thuis_niet", reden="geen_persoon")


def opgeschaald(w: Wereld) -> bytes:
    zaak = in_aanpak(w)
    verstuur(w, zaak, "riec")
    w.stap("va.aalten", zaak, "opschalen", doel="riec", toelichting="Er is een netwerk.")
    return zaak


def overgedragen(w: Wereld) -> bytes:
    zaak = in_aanpak(w)
    rond_af(w, zaak)
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    vs = verstuur(w, zaak, "nla")
    w.stap("nla", zaak, "ontvangst_bevestigen", vs)
    w.stap("va.aalten", zaak, "overdragen", toelichting="De Arbeidsinspectie gaat verder.")
    return zaak


def monitoring(w: Wereld) -> bytes:
    zaak = in_aanpak(w)
    rond_af(w, zaak)
    w.stap("va.aalten", zaak, "monitoren", toelichting="Let op nieuwe inschrijvingen.")
    return zaak


def afgesloten(w: Wereld) -> bytes:
    zaak = monitoring(w)
    w.stap("af.aalten", zaak, "afsluiten", reden="interventie", terugmelding="Het is afgerond. Bedankt.")
    w.stem_in("va.aalten", zaak)
    return zaak


def niet_in_behandeling(w: Wereld) -> bytes:
    zaak = in_beoordeling(w)
    velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    w.stap("af.aalten", zaak, "niet_in_behandeling_nemen", **velden)
    w.stem_in("va.aalten", zaak)
    return zaak


def samengevoegd(w: Wereld) -> bytes:
    """A case that went on in another one."""
    zaak, ander = in_beoordeling(w), in_beoordeling(w)
    w.stap("af.aalten", zaak, "samenvoegen", ander=w.zaak(ander).nummer, reden="Hetzelfde busje.")
    return zaak


def heropend(w: Wereld) -> bytes:
    zaak = niet_in_behandeling(w)
    w.stap("af.aalten", zaak, "heropenen", reden="treffer", toelichting="Hetzelfde kenteken.")
    return zaak


NAAR: dict[str, Callable[[Wereld], bytes]] = {
    naam: functie
    for naam, functie in globals().items()
    if callable(functie) and getattr(functie, "__module__", "") == __name__ and functie.__code__.co_argcount == 1
}
