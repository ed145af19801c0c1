"""Matching: features of vault facts become tokens, and equal tokens become an overlap; a value never leaves."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.crypto import matchtoken
from storage.matchtaak import EERDER, GEEN, WACHT, nieuw_token, verwijder_tokens
from storage.repositories.kluis import ANKER, PERSOON
from storage.repositories.matchvergelijken import QUOTUM, Vergelijker
from storage.tables.kluis import TokenRij
from storage.tables.zaken import KluisverwijzingRij
from workflow.fouten import GeenSleutel, NietGevonden, WerkplekGesloten
from workflow.matchkenmerken import NAAM_GEBOREN
from workflow.zaak import Kwestie, Zaak

__all__ = ["MatchOpslag", "verwijder_tokens"]


class MatchOpslag(Vergelijker):
    """Tokens stand in the vault database, beside the facts that they were made of."""

    # While facts move from another case: its features that were never compared, with who made them wait (b"" for none).
    _nieuw: Mapping[tuple[str, str], bytes] | None = None

    @contextmanager
    def zonder_quotum(self, van: Zaak) -> Iterator[None]:
        """Compare facts that move from this case to another: what was compared counts for nobody's number of a day.

        What waits goes on waiting, for a colleague of the same writer; what was never compared counts as new. The
        caller logged that the vault of this case is read.
        """
        self._nieuw = self._nooit_vergeleken(van)
        try:
            yield
        finally:
            self._nieuw = None

    def _nooit_vergeleken(self, zaak: Zaak) -> dict[tuple[str, str], bytes]:
        vraag = select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.zaak_id == zaak.id)
        er, wachters = self._stand(zaak)
        open_: dict[bytes, bytes] = {een[:PERSOON]: een for een in self._werk.sessie.scalars(vraag) if een not in er}
        nieuw: dict[tuple[str, str], bytes] = {}
        for een in open_.values():
            for kluis_id, kenmerken in self._feiten(zaak, een).items():
                if kluis_id not in er:
                    nieuw |= dict.fromkeys(kenmerken.items(), wachters.get(kluis_id, b""))
        return nieuw

    # -- writing

    def noteer(self, zaak: Zaak, verwijzing: str, gegevens: Mapping[str, str], zonder: Sequence[str] = ()) -> None:
        """Compare a vault fact that was written just now, in the unit of work of the step that wrote it.

        In: the reference of its row; its value by kind (name and birth date together, when both are known); kinds that
        tell nothing here. Above the number of a day the fact waits for a colleague. It never refuses the step.
        """
        kenmerken = self._beleid.kenmerken(gegevens, zonder)
        wie = self._werk.actor.persoon_id
        if wie is None or not self.sleutels.werkplek(zaak.houder):
            return
        kluis_id = bytes.fromhex(verwijzing)
        wachter = self._wachter(zaak, kenmerken, wie)
        if wachter:
            self._laat_wachten(zaak, kluis_id, wachter)
            self._werk.log("match_berekend", zaak, aantal=0, wacht=len(kenmerken))
            return
        if self._schrijf(zaak, {kluis_id: kenmerken}):
            self._werk.log("match_berekend", zaak, aantal=len(kenmerken), soorten=sorted(kenmerken))

    def _wachter(self, zaak: Zaak, kenmerken: Mapping[str, str], wie: bytes) -> bytes:
        """Count what is new. Out: whose colleague must set these features free; b"" when they are compared now."""
        nieuw = list(kenmerken.items())
        if self._nieuw is not None:
            nieuw = [een for een in nieuw if een in self._nieuw]
            wachters = [self._nieuw[een] for een in nieuw if self._nieuw[een]]
            if wachters:
                return wachters[0]
        return b"" if not nieuw or self._neem_van_quotum(zaak, len(nieuw)) else wie

    def _neem_van_quotum(self, zaak: Zaak, aantal: int) -> bool:
        """Count new features of this person today. Out: False when that is too many."""
        werk, wie = self._werk, (self._werk.actor.persoon_id or b"").hex()
        nummer = f"MQ-{werk.actor.tenant}-{werk.vandaag.isoformat()}"
        try:
            rij = werk.kwesties.get_nummer(QUOTUM, nummer)
        except NietGevonden:
            kwestie = Kwestie(werk.nieuw_id(), QUOTUM, werk.actor.tenant, nummer, "loopt", werk.vandaag, None, {})
            werk.kwesties.nieuw(kwestie)
            rij = werk.kwesties.get(kwestie.id)
        al = int(rij.codes.get(wie, 0))
        if al + aantal > self._beleid.quotum:
            return False
        velden = {**vars(rij), "codes": {**rij.codes, wie: al + aantal}}
        werk.kwesties.bewaar(Kwestie(**velden))
        return True

    def _laat_wachten(self, zaak: Zaak, kluis_id: bytes, wie: bytes) -> None:
        with self._kluis() as kluis:
            rij = nieuw_token(WACHT, 0, zaak.id, kluis_id, dag=self._werk.vandaag)
            kluis.add(self._zegels.sluit(rij, WACHT, wie))
            kluis.commit()

    def _sleutels(self, zaak: Zaak) -> dict[str, dict[int, bytes]]:
        """The match keys under which a fact of this case is compared now: range → epoch → key."""
        plek = self.sleutels.werkplek(zaak.houder)
        gevonden: dict[str, dict[int, bytes]] = {}
        for bereik in self._beleid.bereiken(zaak.houder) if plek else ():
            try:
                gevonden[bereik] = self.sleutels.zorg(bereik, plek)
            except (GeenSleutel, WerkplekGesloten):
                # Computed when a colleague with a valid key opens the case.
                continue
        return {bereik: sleutels for bereik, sleutels in gevonden.items() if sleutels}

    def _schrijf(self, zaak: Zaak, feiten: Mapping[bytes, Mapping[str, str]]) -> int:
        """Write the tokens of vault rows under all live epochs, where they lack. Out: how many rows."""
        sleutels = self._sleutels(zaak)
        geschreven = 0
        with self._kluis() as kluis:
            er = {
                (rij.kluis_id, rij.bereik, rij.epoch)
                for rij in kluis.scalars(select(TokenRij).where(TokenRij.zaak_id == zaak.id))
            }
            for kluis_id, kenmerken in feiten.items():
                for bereik, epochs in sleutels.items():
                    for epoch, sleutel in epochs.items():
                        if (kluis_id, bereik, epoch) not in er:
                            geschreven += self._schrijf_een(kluis, zaak, kluis_id, bereik, epoch, sleutel, kenmerken)
            kluis.commit()
        return geschreven

    def _schrijf_een(
        self,
        kluis: Session,
        zaak: Zaak,
        kluis_id: bytes,
        bereik: str,
        epoch: int,
        sleutel: bytes,
        kenmerken: Mapping[str, str],
    ) -> int:
        tokens = [(soort, matchtoken.token(sleutel, soort, waarde)) for soort, waarde in kenmerken.items()]
        # A row without anything to compare is marked as done; it looks like any other.
        for soort, waarde in tokens or [(GEEN, os.urandom(matchtoken.TOKEN_BYTES))]:
            rij = nieuw_token(bereik, epoch, zaak.id, kluis_id, dag=self._werk.vandaag)
            kluis.add(self._zegels.sluit(rij, soort, waarde))
        return max(1, len(tokens))

    def vergeet(self, verwijzingen: Sequence[str]) -> None:
        """Drop the tokens of these vault rows, which count no longer; what still waits of the same people stays.

        One feature stands on a name and a birth date, which are two rows: it goes from both, and is compared anew, as
        a new feature, at the next look.
        """
        weg = {bytes.fromhex(een) for een in verwijzingen}
        with self._kluis() as kluis:
            for kop in {een[:PERSOON] for een in weg}:
                van, tot = kop.ljust(16, b"\x00"), kop.ljust(16, b"\xff")
                for rij in kluis.scalars(select(TokenRij).where(TokenRij.kluis_id.between(van, tot))):
                    if rij.kluis_id in weg or (rij.bereik != WACHT and self._lees_token(rij)[0] == NAAM_GEBOREN):
                        kluis.delete(rij)
            kluis.commit()

    def vergeet_zaak(self, zaak: Zaak) -> None:
        """Drop all tokens of a case: what waits goes on waiting, and of the rest it stays known that it is not new."""
        er, _ = self._stand(zaak)
        with self._kluis() as kluis:
            kluis.execute(delete(TokenRij).where(TokenRij.zaak_id == zaak.id, TokenRij.bereik != WACHT))
            for kluis_id in er:
                rij = nieuw_token(EERDER, 0, zaak.id, kluis_id, dag=self._werk.vandaag)
                kluis.add(self._zegels.sluit(rij, GEEN, os.urandom(matchtoken.TOKEN_BYTES)))
            kluis.commit()

    # -- computing again

    def _mensen(self, zaak: Zaak, ankers: Iterable[str]) -> dict[bytes, list[bytes]]:
        """The vault rows of the people behind these references, by reference."""
        vraag = select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.zaak_id == zaak.id)
        alle = list(self._werk.sessie.scalars(vraag))
        return {
            anker: [een for een in alle if een[:PERSOON] == anker[:PERSOON]] for anker in map(bytes.fromhex, ankers)
        }

    def achter(self, zaak: Zaak, ankers: Sequence[str]) -> list[str]:
        """The people of a case with a fact that is not compared under the newest key yet; what waits is left out.

        Nothing is opened. [] too when this actor could not do it.
        """
        if not ankers or not self.sleutels.werkplek(zaak.houder) or not self._werk.sleutels.kan_openen(zaak, "ident"):
            return []
        mist = self._mist(zaak)
        return [anker.hex() for anker, alle in self._mensen(zaak, ankers).items() if not mist.isdisjoint(alle)]

    def loopt_achter(self, zaak: Zaak) -> bool:
        """True when a vault row of a case is not compared under the newest keys; nothing is opened."""
        return bool(self._mist(zaak))

    def _mist(self, zaak: Zaak) -> set[bytes]:
        """The vault rows of a case that have no token of a newest key, and do not wait for a colleague."""
        nodig = [(bereik, max(1, self.sleutels.nieuwste(bereik))) for bereik in self._beleid.bereiken(zaak.houder)]
        alle = set(
            self._werk.sessie.scalars(select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.zaak_id == zaak.id))
        )
        with self._kluis() as kluis:
            rijen = list(kluis.scalars(select(TokenRij).where(TokenRij.zaak_id == zaak.id)))
        er = {(rij.kluis_id, rij.bereik, rij.epoch) for rij in rijen}
        wacht = {rij.kluis_id for rij in rijen if rij.bereik == WACHT}
        return {een for een in alle - wacht if not all((een, bereik, epoch) in er for bereik, epoch in nodig)}

    def bereken(self, zaak: Zaak, ankers: Sequence[str], vrij: Sequence[str] = ()) -> int:
        """Compare the facts of these people under all live keys; logged before the vault is read. Out: how many rows.

        In: `vrij`, references of facts that a colleague set free just now. A fact that was never compared counts
        for the person who looks, whatever its day. Errors: GeenSleutel, Beschadigd.
        """
        werk = self._werk
        werk.eis_schoon()
        werk.sleutelkast.dek(zaak, "ident")
        werk.log("match_herberekend", zaak, aantal=len(ankers))
        werk.bevestig()
        gedaan = 0
        for anker in ankers:
            feiten = self._feiten(zaak, bytes.fromhex(anker))
            gedaan += self._schrijf(zaak, self._zonder_wachtende(zaak, feiten, {bytes.fromhex(een) for een in vrij}))
        self._ruim_oude_bereiken(zaak)
        werk.log("match_berekend", zaak, aantal=gedaan, opnieuw=True)
        werk.bevestig()
        return gedaan

    def _feiten(self, zaak: Zaak, anker: bytes) -> dict[bytes, dict[str, str]]:
        """The features of each vault row of one person; a row that counts no longer has none."""
        rijen = self._werk.kluis.rijen(zaak, anker.hex())
        vervangen = {inhoud["vervangt"] for _, inhoud in rijen if inhoud.get("vervangt")}
        geldig = {ref: _gegevens(inhoud) for ref, inhoud in rijen if ref not in vervangen}
        naam = next((een["naam"] for een in geldig.values() if een.get("naam")), "")
        feiten: dict[bytes, dict[str, str]] = {}
        for ref, _ in rijen:
            gegevens = dict(geldig.get(ref, {}))
            if gegevens.get("geboortedatum") and naam:
                gegevens["naam"] = naam
            feiten[bytes.fromhex(ref)] = self._beleid.kenmerken(gegevens)
        return feiten

    def _zonder_wachtende(
        self, zaak: Zaak, feiten: dict[bytes, dict[str, str]], vrij: set[bytes]
    ) -> dict[bytes, dict[str, str]]:
        er, wachters = self._stand(zaak)
        wacht, over = set(wachters) - vrij, {}
        for kluis_id, kenmerken in feiten.items():
            if kluis_id in wacht:
                continue
            if kenmerken and kluis_id not in er | vrij and not self._neem_van_quotum(zaak, len(kenmerken)):
                self._laat_wachten(zaak, kluis_id, self._werk.actor.persoon_id or b"")
                continue
            over[kluis_id] = kenmerken
        return over

    def _ruim_oude_bereiken(self, zaak: Zaak) -> None:
        """A case that changed hands is compared where it is now, and no longer where it was."""
        with self._kluis() as kluis:
            hier = (*self._beleid.bereiken(zaak.houder), WACHT)
            kluis.execute(delete(TokenRij).where(TokenRij.zaak_id == zaak.id, TokenRij.bereik.not_in(hier)))
            kluis.commit()

    def geef_vrij(self, zaak: Zaak, anker: str, verwijzing: str) -> int:
        """Compare a fact that waits; who may is up to the caller. Out: how many rows. Errors: as `bereken`."""
        gedaan = self.bereken(zaak, [anker], [verwijzing])
        with self._kluis() as kluis:
            waar = (TokenRij.bereik == WACHT, TokenRij.kluis_id == bytes.fromhex(verwijzing))
            kluis.execute(delete(TokenRij).where(*waar))
            kluis.commit()
        return gedaan


def _gegevens(inhoud: Mapping[str, str]) -> dict[str, str]:
    """The values in one vault row, in either of its shapes, by kind."""
    if inhoud.get("soort") == ANKER:
        return {}
    if "soort" in inhoud:
        return {inhoud["soort"]: inhoud["waarde"]}
    return {soort: waarde for soort, waarde in inhoud.items() if soort != "pseudoniem"}
