"""A step that somebody sent: take it, or give the page back what was typed with what is wrong or has changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from web import session
from web.huis import het_huis
from workflow import bronnen
from workflow.aanbod import Aanbod
from workflow.antwoordtekst import getypt, label_van, stap_van
from workflow.fouten import Ingehaald, InloggenMislukt, NietGevonden, StapGeweigerd, Wachten
from workflow.ports import Werk
from workflow.stap import voldoet
from workflow.stappen import Uitkomst, zet_stap
from workflow.trajectkader import get_traject
from workflow.wachtzin import HOOGSTENS, wachttekst
from workflow.zaak import Traject, Zaak

GEEN_VELD = frozenset({"csrf_token", "revisie", "actie", "zaak", session.VOOR_WIE})
MAX_REVISIE = 9
NIET_JUIST = "Deze wachtzin klopt niet"


@dataclass(frozen=True)
class Poging:
    """A step that was not taken (yet): what was typed, what is missing, whether somebody else was first."""

    actie: str
    ruw: Mapping[str, list[str]]
    zaak: str = ""
    status: int = 200
    punten: tuple[str, ...] = ()
    velden: Mapping[str, str] = field(default_factory=dict)

    @property
    def ingehaald(self) -> bool:
        """Somebody else changed the object first."""
        return self.status == 409

    @property
    def waarden(self) -> dict[str, Any]:
        """The answers as the fields of a form take them."""
        return {naam: een[0] if len(een) == 1 else list(een) for naam, een in self.ruw.items()}


def lees_id(tekst: str) -> bytes:
    """The id in an address. Errors: NietGevonden for anything else."""
    try:
        return bytes.fromhex(tekst)
    except ValueError:
        raise NietGevonden from None


def lees_poging() -> Poging:
    """The step in the current request, before it is tried."""
    velden = request.form.to_dict(flat=False)
    ruw = {naam: waarden for naam, waarden in velden.items() if naam not in GEEN_VELD}
    return Poging(request.form.get("actie", ""), ruw, request.form.get("zaak", ""))


def lees_revisie() -> int:
    """The version that the person saw; a form always carries it."""
    tekst = request.form.get("revisie", "")
    if not tekst.isascii() or not tekst.isdigit() or len(tekst) > MAX_REVISIE:
        abort(400)
    return int(tekst)


def probeer(poging: Poging, doe: Callable[[Werk, int], str]) -> str | Poging:
    """Run a use case that writes. Out: its line for the screen, or the try with what went wrong.

    Errors: NietGevonden and those that every page has.
    """
    revisie = lees_revisie()
    try:
        _vraag_wachtzin(poging)
        with session.werk() as werk:
            return doe(werk, revisie)
    except StapGeweigerd as fout:
        return Poging(poging.actie, poging.ruw, poging.zaak, 422, fout.punten, fout.velden)
    except Ingehaald:
        return Poging(poging.actie, poging.ruw, poging.zaak, 409)


def zet(poging: Poging, onderwerp: Callable[[Werk], Zaak | Traject]) -> str | Poging:
    """Take the step on what `onderwerp` finds."""

    def doe(werk: Werk, revisie: int) -> str:
        huis, gevonden = het_huis(), onderwerp(werk)
        if gevonden.revisie != revisie:
            # Before anything else: who was overtaken must hear that, not that his step has gone.
            raise Ingehaald
        basis_url = huis.settings.basis_url
        uitkomst: Uitkomst = zet_stap(werk, huis.beleid, gevonden, poging.actie, poging.ruw, revisie, basis_url)
        return uitkomst.melding

    return probeer(poging, doe)


def _vraag_wachtzin(poging: Poging) -> None:
    """Ask the passphrase again for a step whose table says so: what it hands out comes from the vault.

    Before the unit of work opens, because a derivation must not hold the lock of the database.
    Errors: StapGeweigerd when it is wrong; a missing one is told with the other answers.
    """
    stappen = [stap_van(route, poging.actie) for route in het_huis().beleid.routes.values()]
    velden = {veld.naam: veld for stap in stappen if stap for veld in stap.velden if veld.soort == "wachtzin"}
    for veld in velden.values():
        ingevuld = (poging.ruw.get(veld.naam) or [""])[0]
        if not ingevuld or not voldoet(veld.als, poging.waarden):
            continue
        try:
            bevestig(ingevuld, veld.naam)
        except InloggenMislukt:
            raise StapGeweigerd([], {veld.naam: NIET_JUIST}) from None


def bevestig(waarde: str, veld: str = "wachtzin") -> None:
    """Ask who is logged in for his passphrase again, or for a code of his second factor.

    Errors: InloggenMislukt; StapGeweigerd on the field `veld` when he must wait after too many failures.
    """
    persoon_id = session.actor().persoon_id
    if persoon_id is None:
        raise InloggenMislukt
    try:
        het_huis().toegang.bevestig(persoon_id, waarde[: HOOGSTENS + 1], session.apparaat())
    except Wachten as fout:
        raise StapGeweigerd([], {veld: wachttekst(fout.seconden)}) from None


def klaar(melding: str, adres: str) -> ResponseReturnValue:
    """On to a page, with one line about what was done."""
    flash(melding)
    return redirect(adres, 303)


def traject_pagina(
    traject_id: bytes, adres: str, route: str, toon: Callable[[bytes, str, Poging | None], ResponseReturnValue]
) -> ResponseReturnValue:
    """The page of one walk: show it with `toon`, or take a step on it and go back to it."""
    if request.method == "GET":
        return toon(traject_id, adres, teruggekomen())
    gedaan = zet(lees_poging(), lambda w: get_traject(w, traject_id, route))
    return toon(traject_id, adres, gedaan) if isinstance(gedaan, Poging) else klaar(gedaan, adres)


def teruggekomen() -> Poging | None:
    """The text whose session ran out, to be shown once in the form that it was typed in."""
    velden: dict[str, list[str]] = g.get("terug_tekst") or {}
    if not velden:
        return None
    ruw = {naam: waarden for naam, waarden in velden.items() if naam not in GEEN_VELD}
    return Poging((velden.get("actie") or [""])[0], ruw, (velden.get("zaak") or [""])[0])


def variabelen(
    poging: Poging | None, aanbod: Sequence[Aanbod], route: str, nu: Sequence[str] = (), prefix: str = ""
) -> dict[str, Any]:
    """The variables of a page with forms. `nu`: how things stand now, for who was overtaken."""
    if poging is None:
        return {}
    stap_velden = [veld for een in aanbod if een.stap.actie == poging.actie for veld in een.stap.velden]
    velden = {veld.naam: label_van(veld, stap_velden) for veld in stap_velden}
    # A line that leads to a page is a link in the list of errors.
    fouten = [(getattr(punt, "url", ""), punt) for punt in poging.punten]
    for naam, tekst in poging.velden.items():
        anker = f"{prefix}{poging.actie}-{naam}" if naam in velden else ""
        fouten.append((anker, foutregel(velden.get(naam, ""), tekst)))
    return {
        "fouten": fouten,
        "waarden": poging.waarden,
        "veldfouten": dict(poging.velden),
        "geprobeerd": poging.actie,
        "conflict": _conflict(poging, route, nu) if poging.ingehaald else None,
    }


def foutregel(label: str, tekst: str) -> str:
    """One line of the list of errors: the question in front of what is wrong with its answer."""
    return f"{label.rstrip('?:')}: {tekst[0].lower()}{tekst[1:]}" if label else tekst


def _conflict(poging: Poging, route: str, nu: Sequence[str]) -> dict[str, Any]:
    beleid = het_huis().beleid
    stap = stap_van(beleid.routes[route], poging.actie)
    velden = bronnen.uit_antwoorden(stap.velden, beleid, poging.ruw) if stap is not None else ()
    jouw = getypt(beleid, velden, poging.ruw)
    if stap is not None:
        jouw.insert(0, ("Wat je koos", stap.knop))
    return {"wie": "Een collega", "wanneer": "", "gebeurd": list(nu), "jouw": jouw}
