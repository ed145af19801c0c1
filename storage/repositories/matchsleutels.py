"""The keys of match tokens: random, one for each range and epoch, wrapped to desks of the aandachtsfunctionaris alone.

A range (`bereik`) is one municipality, or the region. The server can close and move the outer lock; it can't open the
inner one, so it can compute no token.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from storage.crypto import hpke, matchtoken, signing
from storage.crypto.encoding import SLEUTEL_BYTES, Deel
from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import Werkplekgeheim, geldige_sleutel, keten, soort_van, tenant_van
from storage.tables.mensen import LidRij
from storage.tables.toezicht import MatchsleutelRij
from workflow.fouten import WerkplekGesloten
from workflow.matchbeleid import REGIO

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

SOORT = "af"
HANDTEKENING = 64


@dataclass(frozen=True)
class _Sleutel:
    """One opened match key with what its maker signed: both travel on to other desks as they are."""

    sleutel: bytes = field(repr=False)
    handtekening: bytes
    maker: str
    maker_epoch: int

    def pak(self) -> bytes:
        return self.sleutel + self.handtekening + self.maker_epoch.to_bytes(4, "big") + self.maker.encode()

    @classmethod
    def lees(cls, inhoud: bytes) -> "_Sleutel":
        hand, staart = SLEUTEL_BYTES + HANDTEKENING, SLEUTEL_BYTES + HANDTEKENING + 4
        if len(inhoud) <= staart:
            raise Ongeldig
        epoch = int.from_bytes(inhoud[hand:staart], "big")
        return cls(inhoud[:SLEUTEL_BYTES], inhoud[SLEUTEL_BYTES:hand], inhoud[staart:].decode(), epoch)


def _ctx(rij: MatchsleutelRij) -> tuple[Deel, ...]:
    return ("matchsleutel", rij.bereik, rij.epoch, rij.werkplek, rij.werkplek_epoch)


class Matchsleutels:
    """What the desk of the actor holds of them."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._sessie = werk.sessie
        self._open: dict[tuple[str, str], dict[int, _Sleutel]] = {}

    def werkplek(self, houder: str) -> str:
        """The desk whose match keys count for a case of this municipality; "" when the actor does not sit there."""
        plek = f"{SOORT}.{houder}"
        return plek if houder != REGIO and self._werk.actor.zit_aan(plek) else ""

    def _werkplekken(self, bereik: str) -> list[str]:
        """The desks that a range belongs to."""
        gemeenten = self._werk.installatie.beleid.gemeenten if bereik == REGIO else [bereik]
        return [f"{SOORT}.{een}" for een in gemeenten]

    def nieuwste(self, bereik: str) -> int:
        """The newest epoch of a range; 0 when it never had a key."""
        vraag = select(func.max(MatchsleutelRij.epoch)).where(MatchsleutelRij.bereik == bereik)
        return self._sessie.scalar(vraag) or 0

    def epochs(self, bereik: str) -> list[int]:
        """All epochs of a range that a key is kept of."""
        vraag = select(MatchsleutelRij.epoch).where(MatchsleutelRij.bereik == bereik).distinct()
        return sorted(self._sessie.scalars(vraag))

    def _eigen(self, bereik: str, werkplek: str) -> dict[int, _Sleutel]:
        """The keys of a range that the actor's desk opens, by epoch. Errors: GeenSleutel, WerkplekGesloten."""
        if (bereik, werkplek) not in self._open:
            geheimen = self._werk.werkplekopslag.eigen(werkplek)
            waar = (MatchsleutelRij.bereik == bereik, MatchsleutelRij.werkplek == werkplek)
            rijen = self._sessie.scalars(select(MatchsleutelRij).where(*waar))
            self._open[bereik, werkplek] = dict(self._lees(rij, geheimen) for rij in rijen if self._past(rij, geheimen))
        return self._open[bereik, werkplek]

    def _past(self, rij: MatchsleutelRij, geheimen: Mapping[int, Werkplekgeheim]) -> bool:
        try:
            self._lees(rij, geheimen)
        except (Ongeldig, KeyError, WerkplekGesloten):
            # A row that somebody wrote in the database is no match key: no desk vouches for it.
            return False
        return True

    def _lees(self, rij: MatchsleutelRij, geheimen: Mapping[int, Werkplekgeheim]) -> tuple[int, _Sleutel]:
        ctx = _ctx(rij)
        binnen = self._werk.kekken.ontsluit(tenant_van(rij.werkplek), rij.wrap, ctx)
        gevonden = _Sleutel.lees(hpke.open_from(geheimen[rij.werkplek_epoch].wrap, binnen, ctx))
        kid = matchtoken.merk(gevonden.sleutel, rij.bereik, rij.epoch)
        if kid != rij.kid or gevonden.maker not in self._werkplekken(rij.bereik):
            raise Ongeldig
        schakels = {een.epoch: een for een in keten(self._sessie, gevonden.maker, self._werk.installatie.cert_publiek)}
        bericht = matchtoken.sleutel_message(rij.bereik, rij.epoch, kid, gevonden.maker, gevonden.maker_epoch)
        signing.verify(schakels[gevonden.maker_epoch].publiek_teken, gevonden.handtekening, bericht)
        return rij.epoch, gevonden

    def zorg(self, bereik: str, werkplek: str) -> dict[int, bytes]:
        """The keys of all live epochs that this desk opens; the first one is made when there is none yet.

        A desk that lacked a valid key when the match key was made is given it by the first colleague who passes by.
        Errors: GeenSleutel, WerkplekGesloten.
        """
        self._gooi_kapotte_weg(bereik, werkplek)
        if not self.nieuwste(bereik):
            self.maak(bereik, werkplek)
        eigen = self._eigen(bereik, werkplek)
        for epoch, sleutel in eigen.items():
            self._geef(bereik, epoch, sleutel)
        return {epoch: een.sleutel for epoch, een in eigen.items()}

    def _gooi_kapotte_weg(self, bereik: str, werkplek: str) -> None:
        """Delete rows of this desk that nobody can open: else it is never given the key again."""
        geheimen = self._werk.werkplekopslag.eigen(werkplek)
        levend = set(self._sessie.scalars(select(LidRij.epoch).where(LidRij.werkplek == werkplek)))
        for rij in self._van(werkplek):
            if rij.bereik != bereik or self._past(rij, geheimen):
                continue
            if rij.werkplek_epoch in geheimen or rij.werkplek_epoch not in levend:
                self._sessie.delete(rij)
                self._open.clear()
        self._sessie.flush()

    def maak(self, bereik: str, werkplek: str) -> int:
        """Make the next epoch of a range and hand it to every desk of it that can be given a key. Out: its number."""
        geheimen = self._werk.werkplekopslag.eigen(werkplek)
        teken = geheimen[max(geheimen)]
        epoch, sleutel = self.nieuwste(bereik) + 1, os.urandom(SLEUTEL_BYTES)
        kid = matchtoken.merk(sleutel, bereik, epoch)
        bericht = matchtoken.sleutel_message(bereik, epoch, kid, werkplek, teken.epoch)
        nieuw = _Sleutel(sleutel, signing.sign(teken.teken, bericht), werkplek, teken.epoch)
        gegeven = self._geef(bereik, epoch, nieuw)
        if werkplek not in gegeven:
            raise WerkplekGesloten(werkplek)
        self._open.pop((bereik, werkplek), None)
        self._werk.log("matchsleutel_gemaakt", bij=tenant_van(werkplek), bereik=bereik, epoch=epoch)
        return epoch

    def _geef(self, bereik: str, epoch: int, sleutel: _Sleutel) -> list[str]:
        """Wrap one key to the desks of its range that lack it and have a valid key. Out: which."""
        waar = (MatchsleutelRij.bereik == bereik, MatchsleutelRij.epoch == epoch)
        er = set(self._sessie.scalars(select(MatchsleutelRij.werkplek).where(*waar)))
        gegeven = []
        for plek in self._werkplekken(bereik):
            if plek in er:
                continue
            try:
                plek_epoch, publiek = geldige_sleutel(
                    self._sessie, plek, self._werk.installatie.cert_publiek, self._werk.echt_vandaag
                )
            except WerkplekGesloten:
                continue
            self._schrijf(bereik, epoch, plek, plek_epoch, publiek, sleutel)
            gegeven.append(plek)
        return gegeven

    def _schrijf(self, bereik: str, epoch: int, plek: str, plek_epoch: int, publiek: bytes, sleutel: _Sleutel) -> None:
        rij = MatchsleutelRij(
            bereik=bereik,
            epoch=epoch,
            werkplek=plek,
            werkplek_epoch=plek_epoch,
            dag=self._werk.vandaag,
            kid=matchtoken.merk(sleutel.sleutel, bereik, epoch),
        )
        ctx = _ctx(rij)
        rij.wrap = self._werk.kekken.sluit(tenant_van(plek), hpke.seal_to(publiek, sleutel.pak(), ctx), ctx)
        self._sessie.add(rij)
        self._sessie.flush()

    def vernieuw(self, werkplek: str, geheimen: Mapping[int, Werkplekgeheim], *, iemand_weg: bool) -> None:
        """Take the match keys of a desk over to its newest key; when somebody left, make new ones beside them.

        In: the opened secrets of the desk, the newest among them. Who left knows the old match keys, not the new ones.
        """
        if soort_van(werkplek) != SOORT or tenant_van(werkplek) == REGIO:
            return
        nieuwste = max(geheimen)
        publiek = keten(self._sessie, werkplek, self._werk.installatie.cert_publiek)[-1].publiek
        bereiken = set()
        for rij in self._van(werkplek):
            bereiken.add(rij.bereik)
            if rij.werkplek_epoch == nieuwste or not self._past(rij, geheimen):
                continue
            epoch, sleutel = self._lees(rij, geheimen)
            self._sessie.delete(rij)
            self._sessie.flush()
            self._schrijf(rij.bereik, epoch, werkplek, nieuwste, publiek, sleutel)
        self._open.clear()
        for bereik in sorted(bereiken) if iemand_weg else ():
            self.maak(bereik, werkplek)

    def _van(self, werkplek: str) -> Iterator[MatchsleutelRij]:
        return iter(list(self._sessie.scalars(select(MatchsleutelRij).where(MatchsleutelRij.werkplek == werkplek))))

    def ruim(self, bereik: str, epoch: int | None = None) -> None:
        """Let go of an epoch of a range, or of all of them: no token uses it any more."""
        waar = [MatchsleutelRij.bereik == bereik] + ([] if epoch is None else [MatchsleutelRij.epoch == epoch])
        self._sessie.execute(delete(MatchsleutelRij).where(*waar))
        self._open.clear()
