"""The keys of the compartments of a case: made, wrapped to a desk, opened, taken back."""

import hmac
import os
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.crypto import codes, dubbel
from storage.crypto.encoding import SLEUTEL_BYTES, expand
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import geldige_sleutel, open_werkplek
from storage.repositories.persoonwraps import EPOCH, is_nood, noodsleutel, past, persoonssleutel
from storage.tables.mensen import LidRij
from storage.tables.zaken import CompartimentRij, VolgRij, WrapRij, ZaakRij
from workflow.afschermen import NOOD, is_persoon
from workflow.fouten import Beschadigd, GeenSleutel, Ingehaald, WerkplekGesloten
from workflow.zaak import Traject, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

OPEN, SLUIMEREND = "open", "sluimerend"
VOLGCODE = "volgcode"
Onderwerp = Zaak | Traject


def zaak_id_van(onderwerp: Onderwerp) -> bytes:
    """The case behind a case or one of its walks."""
    return onderwerp.zaak_id if isinstance(onderwerp, Traject) else onderwerp.id


class Sleutelkast:
    """Opens what the actor's desks were given, and hands on what he can open; nothing else is possible here."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._deks: dict[tuple[bytes, str], bytes] = {}
        self.gewijzigd: list[str] = []

    def _wrap(self, zaak_id: bytes, compartiment: str, ontvanger: str) -> WrapRij | None:
        return self._werk.sessie.scalar(
            select(WrapRij).where(
                WrapRij.zaak_id == zaak_id, WrapRij.compartiment == compartiment, WrapRij.ontvanger == ontvanger
            )
        )

    def _eigen_wrap(self, zaak_id: bytes, compartiment: str) -> WrapRij | None:
        ontvangers = [*self._werk.eigen_plekken, *([VOLGCODE] if self._werk.sleutelbos.code else [])]
        return self._werk.sessie.scalar(
            select(WrapRij)
            .where(
                WrapRij.zaak_id == zaak_id,
                WrapRij.compartiment == compartiment,
                WrapRij.ontvanger.in_(ontvangers),
                WrapRij.staat == OPEN,
            )
            .limit(1)
        )

    def kan_openen(self, zaak: Onderwerp, compartiment: str) -> bool:
        """True when one of the actor's desks has an open wrap; nothing is decrypted."""
        zaak_id = zaak_id_van(zaak)
        return (zaak_id, compartiment) in self._deks or self._eigen_wrap(zaak_id, compartiment) is not None

    def bestaat(self, zaak: Onderwerp, compartiment: str) -> bool:
        """True when the compartment was ever made."""
        vraag = select(CompartimentRij.naam).where(
            CompartimentRij.zaak_id == zaak_id_van(zaak), CompartimentRij.naam == compartiment
        )
        return self._werk.sessie.scalar(vraag) is not None

    def dek(self, zaak: Onderwerp, compartiment: str) -> bytes:
        """The key of a compartment.

        Errors: GeenSleutel when no desk of the actor has an open wrap; Beschadigd when the wrap does not open;
        Ingehaald when it does not because the case went to another municipality since it was read.
        """
        zaak_id = zaak_id_van(zaak)
        bekend = self._deks.get((zaak_id, compartiment))
        if bekend is not None:
            return bekend
        wrap = self._eigen_wrap(zaak_id, compartiment)
        if wrap is None:
            raise GeenSleutel
        try:
            dek = self._open(wrap, zaak)
            rij = self._compartiment(zaak_id, compartiment)
            dubbel.check_commitment(dek, zaak_id, compartiment, rij.belofte)
        except Ongeldig:
            if self._verhuisd(zaak_id, zaak.houder):
                raise Ingehaald from None
            raise Beschadigd from None
        self._deks[zaak_id, compartiment] = dek
        return dek

    def _verhuisd(self, zaak_id: bytes, houder: str) -> bool:
        """True when the outer layer is another's by now: who read the case before was overtaken, nothing is broken."""
        return self._werk.sessie.scalar(select(ZaakRij.houder).where(ZaakRij.id == zaak_id)) != houder

    def _compartiment(self, zaak_id: bytes, naam: str) -> CompartimentRij:
        rij = self._werk.sessie.scalar(
            select(CompartimentRij).where(CompartimentRij.zaak_id == zaak_id, CompartimentRij.naam == naam)
        )
        if rij is None:
            raise Ongeldig
        return rij

    def _open(self, wrap: WrapRij, zaak: Onderwerp) -> bytes:
        kekken = self._werk.kekken
        ctx = (zaak.herkomst, wrap.zaak_id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
        if wrap.ontvanger == VOLGCODE:
            code = self._werk.sleutelbos.code
            if code is None:
                raise Ongeldig
            binnen = kekken.ontsluit(zaak.houder, wrap.wrap, ctx)
            return unseal(codes.volg_key(zaak.herkomst, code), binnen, ctx)
        if is_persoon(wrap.ontvanger):
            eigen = self._werk.sleutelbos.geheim
            if eigen is None:
                raise Ongeldig
            return dubbel.unwrap_double(eigen, wrap.wrap, kekken.voor(zaak.houder, wrap.wrap), ctx)
        lid = self._werk.sessie.scalar(
            select(LidRij).where(
                LidRij.werkplek == wrap.ontvanger,
                LidRij.epoch == wrap.epoch,
                LidRij.persoon_id == self._werk.sleutelbos.persoon_id,
            )
        )
        geheim, publiek = self._werk.sleutelbos.geheim, self._werk.sleutelbos.publiek
        if lid is None or geheim is None or publiek is None:
            raise Ongeldig
        desk = open_werkplek(kekken, lid, geheim, publiek)
        return dubbel.unwrap_double(desk.wrap, wrap.wrap, kekken.voor(zaak.houder, wrap.wrap), ctx)

    def _maak(self, zaak: Onderwerp, compartiment: str) -> bytes:
        zaak_id, dek = zaak_id_van(zaak), os.urandom(SLEUTEL_BYTES)
        belofte = dubbel.commitment(dek, zaak_id, compartiment)
        rij = CompartimentRij(zaak_id=zaak_id, naam=compartiment, kid=os.urandom(16), belofte=belofte)
        self._werk.sessie.add(rij)
        self._werk.sessie.flush()
        self._deks[zaak_id, compartiment] = dek
        return dek

    def geef(self, zaak: Onderwerp, compartiment: str, werkplek: str, *, sluimerend: bool = False) -> None:
        """Wrap the key of a compartment to a desk, a person or an escrow key; a compartment that is not there is made.

        Errors: GeenSleutel when the actor does not hold it himself; WerkplekGesloten when the desk has no valid key.
        """
        zaak_id = zaak_id_van(zaak)
        bestaand = self._wrap(zaak_id, compartiment, werkplek)
        if bestaand is not None:
            if not sluimerend:
                bestaand.staat = OPEN
            return
        dek = self.dek(zaak, compartiment) if self.bestaat(zaak, compartiment) else self._maak(zaak, compartiment)
        epoch, publiek = self._publiek_van(werkplek)
        ctx = (zaak.herkomst, zaak_id, compartiment, werkplek, epoch)
        kid, kek = self._werk.kekken.huidig(zaak.houder)
        wrap = dubbel.wrap_double(dek, publiek, kek, ctx, kek_kid=kid)
        self._schrijf(zaak_id, compartiment, werkplek, epoch, SLUIMEREND if sluimerend else OPEN, wrap)

    def _publiek_van(self, ontvanger: str) -> tuple[int, bytes]:
        if is_persoon(ontvanger):
            return EPOCH, persoonssleutel(self._werk, ontvanger)
        if is_nood(ontvanger):
            return noodsleutel(self._werk, ontvanger)
        return geldige_sleutel(
            self._werk.sessie, ontvanger, self._werk.installatie.cert_publiek, self._werk.echt_vandaag
        )

    def kan_krijgen(self, ontvanger: str) -> bool:
        """True when there is a key today that may be wrapped to."""
        try:
            self._publiek_van(ontvanger)
        except WerkplekGesloten:
            return False
        return True

    def is_dood(self, zaak: Onderwerp, ontvanger: str) -> bool:
        """True when a person has no wrap of this case, or one that his present key does not open."""
        vraag = select(WrapRij).where(WrapRij.zaak_id == zaak_id_van(zaak), WrapRij.ontvanger == ontvanger)
        rijen = self._werk.sessie.scalars(vraag).all()
        return not rijen or not all(past(self._werk, zaak, rij) for rij in rijen)

    def vernieuw_nood(self, zaak: Zaak) -> None:
        """Wrap what stands under an old escrow key of the holder to the present one; needs the keys themselves."""
        nood = f"{NOOD}.{zaak.houder}"
        if not self.kan_krijgen(nood):
            return
        vraag = select(WrapRij).where(WrapRij.zaak_id == zaak.id, WrapRij.ontvanger == nood)
        for rij in self._werk.sessie.scalars(vraag).all():
            if not past(self._werk, zaak, rij) and self.kan_openen(zaak, rij.compartiment):
                compartiment, sluimerend = rij.compartiment, rij.staat == SLUIMEREND
                self.neem(zaak, compartiment, nood)
                self.geef(zaak, compartiment, nood, sluimerend=sluimerend)

    def geef_volgcode(self, zaak: Zaak, compartiment: str, code: str) -> None:
        """Wrap the key of a compartment to the reporter's code, and make the case findable with it."""
        dek = self.dek(zaak, compartiment)
        ctx = (zaak.herkomst, zaak.id, compartiment, VOLGCODE, 1)
        binnen = seal(codes.volg_key(zaak.herkomst, code), dek, ctx, pad=1)
        buiten = self._werk.kekken.sluit(zaak.houder, binnen, ctx)
        self._schrijf(zaak.id, compartiment, VOLGCODE, 1, OPEN, buiten)
        self._werk.sessie.add(VolgRij(id=codes.volg_id(zaak.herkomst, code), zaak_id=zaak.id, tenant=zaak.houder))

    def _schrijf(self, zaak_id: bytes, compartiment: str, aan: str, epoch: int, staat: str, wrap: bytes) -> None:
        rij = WrapRij(zaak_id=zaak_id, compartiment=compartiment, ontvanger=aan, epoch=epoch, staat=staat, wrap=wrap)
        self._werk.sessie.add(rij)
        self._werk.sessie.flush()
        self.gewijzigd.append(f"+{compartiment}>{aan}" + ("~" if staat == SLUIMEREND else ""))

    def neem(self, zaak: Onderwerp, compartiment: str, werkplek: str) -> None:
        """Take a wrap back; "*" takes all wraps of the desk on this case. What was read can't be taken back."""
        waar = [WrapRij.zaak_id == zaak_id_van(zaak), WrapRij.ontvanger == werkplek]
        if compartiment != "*":
            waar.append(WrapRij.compartiment == compartiment)
        elif werkplek == f"af.{zaak.herkomst}":
            # Only the desk of origin has the key to who reported; a case that comes and goes must not lose it.
            waar.append(WrapRij.compartiment != "melder")
        self._werk.sessie.execute(delete(WrapRij).where(*waar))
        self.gewijzigd.append(f"-{compartiment}>{werkplek}")

    def _zet_staat(self, zaak: Onderwerp, compartiment: str, werkplek: str, staat: str) -> None:
        waar = [WrapRij.zaak_id == zaak_id_van(zaak), WrapRij.ontvanger == werkplek]
        if compartiment != "*":
            waar.append(WrapRij.compartiment == compartiment)
        for rij in self._werk.sessie.scalars(select(WrapRij).where(*waar)).all():
            rij.staat = staat
        self._werk.sessie.flush()
        self.gewijzigd.append(f"={compartiment}>{werkplek}:{staat}")

    def laat_vrij(self, zaak: Onderwerp, compartiment: str, werkplek: str) -> None:
        """Serve a dormant wrap from now on; this needs no key, so the clock can do it."""
        self._zet_staat(zaak, compartiment, werkplek, OPEN)

    def laat_sluimeren(self, zaak: Onderwerp, compartiment: str, werkplek: str) -> None:
        """Serve a wrap no longer, without destroying it."""
        self._zet_staat(zaak, compartiment, werkplek, SLUIMEREND)

    def compartimenten(self, zaak: Onderwerp) -> list[str]:
        """The compartments that were made for this case."""
        vraag = select(CompartimentRij.naam).where(CompartimentRij.zaak_id == zaak_id_van(zaak))
        return list(self._werk.sessie.scalars(vraag.order_by(CompartimentRij.naam)).all())

    def houders(self, zaak: Onderwerp) -> list[tuple[str, str, str]]:
        """(compartment, desk, open or dormant) of every wrap of this case."""
        rijen = self._werk.sessie.scalars(select(WrapRij).where(WrapRij.zaak_id == zaak_id_van(zaak))).all()
        return sorted((rij.compartiment, rij.ontvanger, rij.staat) for rij in rijen)

    def verzegel_opnieuw(self, zaak: Zaak, naar: str) -> None:
        """Move the outer lock of all wraps to the key of another municipality, and the look-up of the code."""
        kekken = self._werk.kekken
        kid, nieuw = kekken.huidig(naar)
        for rij in self._werk.sessie.scalars(select(WrapRij).where(WrapRij.zaak_id == zaak.id)).all():
            ctx = (zaak.herkomst, rij.zaak_id, rij.compartiment, rij.ontvanger, rij.epoch)
            oud = kekken.voor(zaak.houder, rij.wrap)
            rij.wrap = dubbel.reseal_outer(rij.wrap, oud, nieuw, ctx, kek_kid=kid)
        for volg in self._werk.sessie.scalars(select(VolgRij).where(VolgRij.zaak_id == zaak.id)).all():
            volg.tenant = naar
        self._werk.sessie.flush()

    def echomerk(self, zaak: Zaak, waarde: str) -> str:
        """A keyed mark of a value that must not leave the desk; only who holds `zaak` can compute it."""
        sleutel = expand(self.dek(zaak, "zaak"), "echo")
        return hmac.digest(sleutel, waarde.encode(), "sha256")[:16].hex()
