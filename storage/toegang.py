"""Logging in: passphrase, second factor, the delay after failures, and the first rung of the recovery ladder."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from storage import tweedefactor
from storage.crypto.codes import OngeldigeCode, parse_lange_code
from storage.crypto.errors import Ongeldig, TeDruk
from storage.factoren import BEVESTIGEN, CODE, INSTELLEN, TWEEDE, Factoren
from storage.keys.mensen import (
    Slot,
    find_persoon,
    inlog_id,
    is_verouderd,
    maak_slot,
    ontgrendel,
    open_met_code,
    sluit_met_code,
)
from storage.sessies import Sessie
from storage.tables.mensen import PersoonRij
from workflow.actor import Actor
from workflow.fouten import Codefout, DomeinFout, Ingehaald, InloggenMislukt, NietGevonden
from workflow.partners import REGIO
from workflow.sleutelvernieuwing import herstel_noodwraps

T = TypeVar("T")


@dataclass(frozen=True)
class Inlog:
    """A session that was begun. `half` says what is still asked, `apparaat` is the name of this device ("" unknown)."""

    token: str = field(repr=False)
    half: str
    apparaat: str = field(repr=False)

    @property
    def klaar(self) -> bool:
        """Say whether nothing more is asked."""
        return not self.half


class Toegang(Factoren):
    """Who gets in, and what he may be asked again."""

    # -- logging in

    def inloggen(
        self, email: str, wachtzin: str, apparaat: str = "", kaart: str = "", *, factor_klaar: bool = False
    ) -> Inlog:
        """Log in with a passphrase.

        In: `apparaat` and `kaart` are what the browser brought: the name of the device and the ticket of who waited;
        `factor_klaar` when a provider vouches for a second factor. An unknown account behaves and costs the same.
        Errors: InloggenMislukt, Wachten, TeDruk.
        """
        huis = self._huis
        rij = self._zoek(email)
        emmer = huis.pogingen.emmer(inlog_id(huis.wortel, email), apparaat)
        huis.pogingen.eis_beurt(emmer, kaart)
        try:
            geheim = ontgrendel(rij, huis.wortels, huis.kosten, wachtzin)
        except InloggenMislukt:
            huis.pogingen.mislukt(emmer)
            self._log_onbekend(rij, "inloggen")
            raise
        assert rij is not None
        self._werk_bij(rij, geheim, wachtzin)
        half = "" if factor_klaar else self._half_van(rij.id)
        token = huis.sessies.begin(rij.id, geheim, rij.publiek, half)
        if half:
            self._log(huis.actor_van(rij.id), "inloggen_half")
            return Inlog(token, half, apparaat)
        return self._binnen(rij, token, apparaat)

    def _zoek(self, email: str) -> PersoonRij | None:
        with self._huis.alles() as sessie:
            rij = find_persoon(sessie, self._huis.wortel, email)
            sessie.expunge_all()
        return rij

    def _half_van(self, persoon_id: bytes) -> str:
        if self.heeft_factor(persoon_id):
            return TWEEDE
        return "" if self._huis.settings.oefenomgeving else INSTELLEN

    def _binnen(self, rij: PersoonRij, token: str, apparaat: str) -> Inlog:
        """What is done once for a session that is whole: the device is known from now on."""
        huis = self._huis
        apparaat = huis.pogingen.ken(rij.inlog_id, apparaat, ("", CODE, BEVESTIGEN))
        self._log(huis.actor_van(rij.id), "inloggen")
        self._herstel_noodwraps(token)
        return Inlog(token, "", apparaat)

    def _herstel_noodwraps(self, token: str) -> None:
        """After a new ceremony the desks of who logs in are wrapped to the new escrow key; mostly there is nothing."""
        sessie, _ = self._huis.sessies.haal(token)
        if sessie is None:
            return
        actor = self._huis.actor_van_sessie(sessie)
        try:
            with self._huis.werk(actor, self._huis.sleutelbos(sessie)) as werk:
                herstel_noodwraps(werk)
        except (Ongeldig, DomeinFout):
            # A damaged row must not keep anybody out; readiness shows what is not wrapped.
            self._log(actor, "noodwrap_hersteld", "fout")

    def _werk_bij(self, rij: PersoonRij, geheim: bytes, wachtzin: str) -> None:
        """Store a passphrase anew when its costs or its root key are older than those of today."""
        huis = self._huis
        if not is_verouderd(rij, huis.wortels, huis.kosten):
            return
        try:
            slot = maak_slot(huis.wortels, huis.kosten, rij.id, wachtzin)
        except TeDruk:
            return
        with huis.alles() as sessie:
            nu = sessie.get(PersoonRij, rij.id)
            if nu is not None and nu.verifier == rij.verifier:
                slot.sluit(nu, geheim)
                sessie.commit()

    # -- the second page

    def _half(self, token: str, *welke: str) -> Sessie:
        sessie, _ = self._huis.sessies.haal(token)
        if sessie is None or sessie.half not in welke:
            raise NietGevonden
        return sessie

    def tweede(self, token: str, waarde: str, apparaat: str = "") -> Inlog:
        """Go on with a code of the app or of the paper. Errors: InloggenMislukt, Wachten, NietGevonden."""
        sessie = self._half(token, TWEEDE)
        self.gebruik_code(sessie.persoon_id, waarde, apparaat)
        return self.rond_af(token, apparaat)

    def rond_af(self, token: str, apparaat: str = "") -> Inlog:
        """Make a half session whole, under a new token; the caller has checked what was asked. Errors: NietGevonden."""
        sessie = self._half(token, TWEEDE, INSTELLEN)
        return self._binnen(self.rij(sessie.persoon_id), self._huis.sessies.maak_heel(token), apparaat)

    # -- asking again

    def bevestig(self, persoon_id: bytes, waarde: str, apparaat: str = "") -> None:
        """Ask again before an act that shows or hands out more: the passphrase, or a code of who has a second factor.

        Errors: InloggenMislukt, Wachten, TeDruk.
        """
        if tweedefactor.lijkt_op_code(waarde) and self.heeft_factor(persoon_id):
            self.gebruik_code(persoon_id, waarde, apparaat)
        else:
            self.eis_wachtzin(persoon_id, waarde, apparaat)

    def eis_wachtzin(self, persoon_id: bytes, wachtzin: str, apparaat: str = "") -> bytes:
        """Ask the passphrase of who is logged in already. Out: his private key. Errors as those of `bevestig`."""
        huis, rij = self._huis, self.rij(persoon_id)
        beurt = self.eis_factorbeurt(persoon_id, apparaat, BEVESTIGEN)
        try:
            geheim = ontgrendel(rij, huis.wortels, huis.kosten, wachtzin)
        except InloggenMislukt:
            huis.pogingen.mislukt(huis.pogingen.emmer(rij.inlog_id, apparaat))
            self._log(huis.actor_van(persoon_id), "inloggen", "geweigerd")
            raise
        except TeDruk:
            huis.pogingen.gelukt(beurt)
            raise
        huis.pogingen.gelukt(beurt)
        return geheim

    # -- another passphrase, another personal code

    def wijzig_wachtzin(self, sessie: Sessie, oud: str, nieuw: str, token: str, apparaat: str = "") -> None:
        """Choose another passphrase; all other sessions of the person end.

        In: `nieuw` was judged already (workflow.wachtzin). Errors: InloggenMislukt, Wachten, TeDruk.
        """
        huis, was = self._huis, self._eigen_rij(sessie)
        geheim = self.eis_wachtzin(sessie.persoon_id, oud, apparaat)
        slot = maak_slot(huis.wortels, huis.kosten, sessie.persoon_id, nieuw)
        self._wijzig(was, "wachtzin_gewijzigd", lambda rij: slot.sluit(rij, geheim))
        huis.sessies.eindig_alle(sessie.persoon_id, behalve=token)

    def nieuwe_herstelcode(self, sessie: Sessie) -> str:
        """Make a new personal recovery code; the old one opens nothing any more. Out: the code, to be shown once."""
        was = self._eigen_rij(sessie)
        return self._wijzig(was, "herstelcode_vernieuwd", lambda rij: sluit_met_code(rij, sessie.geheim))

    def _eigen_rij(self, sessie: Sessie) -> PersoonRij:
        """The row of who is logged in. Errors: Ingehaald when he has another key pair since this session began."""
        rij = self.rij(sessie.persoon_id)
        if rij.publiek != sessie.publiek:
            raise Ingehaald
        return rij

    def herstel(self, email: str, code: str, nieuw: str, apparaat: str = "", kaart: str = "") -> str:
        """First rung: the personal code and a new passphrase give the same key pair back. Out: a new personal code.

        All sessions end; the second factor is asked as ever. Errors: Codefout, Wachten, TeDruk.
        """
        huis = self._huis
        rij = self._zoek(email)
        emmer = huis.pogingen.emmer(inlog_id(huis.wortel, email), apparaat)
        huis.pogingen.eis_beurt(emmer, kaart)
        try:
            # A typing error is told before the account is looked at, so that it tells nothing about the account.
            parse_lange_code(code)
            if rij is None or not rij.actief:
                raise Ongeldig
            geheim = open_met_code(rij, code)
        except (Ongeldig, OngeldigeCode) as fout:
            huis.pogingen.mislukt(emmer)
            self._log_onbekend(rij, "herstellen")
            raise Codefout(tikfout=isinstance(fout, OngeldigeCode)) from None
        slot = maak_slot(huis.wortels, huis.kosten, rij.id, nieuw)
        nieuwe_code = self._wijzig(rij, "herstellen", lambda nu: self._sluit_alles(nu, slot, geheim))
        huis.sessies.eindig_alle(rij.id)
        return nieuwe_code

    @staticmethod
    def _sluit_alles(rij: PersoonRij, slot: Slot, geheim: bytes) -> str:
        slot.sluit(rij, geheim)
        return sluit_met_code(rij, geheim)

    def _wijzig(self, was: PersoonRij, handeling: str, doe: Callable[[PersoonRij], T]) -> T:
        """Change the row of a person in one transaction with the log. Errors: Ingehaald when it changed meanwhile."""
        with self.eenheid(self._huis.actor_van(was.id)) as werk:
            rij = werk.sessie.get(PersoonRij, was.id)
            if rij is None or (rij.geheim, rij.geheim_herstel) != (was.geheim, was.geheim_herstel):
                raise Ingehaald
            gedaan = doe(rij)
            werk.log(handeling)
            werk.bevestig()
        return gedaan

    # -- the log

    def _log(self, actor: Actor, handeling: str, uitkomst: str = "ok") -> None:
        with self._huis.werk(actor) as werk:
            werk.log(handeling, uitkomst=uitkomst)
            werk.bevestig()

    def _log_onbekend(self, rij: PersoonRij | None, handeling: str) -> None:
        """A failure of who is not known to be the person: in his own log when there is such an account."""
        tenant, wie = (REGIO, None) if rij is None else (rij.tenant, rij.id)
        self._log(Actor(rol="onbekend", tenant=tenant, persoon_id=wie), handeling, "geweigerd")
