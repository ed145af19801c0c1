"""What a custodian does with the certificate key: open a desk for its first holder, and sign a newer key once more."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.crypto import signing
from storage.crypto.errors import Ongeldig
from storage.database import GemeenteSessie
from storage.keys.certificaat import find_certificaat, open_certificaat
from storage.keys.ledenlijst import teken_lijst
from storage.keys.werkplekken import DOOR_CERTIFICAAT, is_tegengetekend, is_zitting, keten, maak_werkplek
from storage.tables.mensen import CertificaatsleutelRij, WerkpleksleutelRij
from workflow.fouten import GeenSleutel, NietGevonden, WerkplekGesloten
from workflow.lidmaatschap import Ongetekend, Voorstel

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid


class BewaarderOpslag:
    """The certificate key, as far as the actor's own key opens it."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._sessie: GemeenteSessie = werk.sessie

    def _cert(self) -> bytes:
        bos = self._werk.sleutelbos
        rij = None if bos.persoon_id is None else find_certificaat(self._sessie, bos.persoon_id)
        if rij is None or bos.geheim is None:
            raise GeenSleutel
        try:
            return open_certificaat(rij, bos.geheim, self._werk.installatie.cert_publiek)
        except Ongeldig:
            raise GeenSleutel from None

    def is_bewaarder(self) -> bool:
        """Say whether the actor's own key opens the certificate key."""
        try:
            self._cert()
        except GeenSleutel:
            return False
        return True

    def is_laatste(self, persoon_id: bytes) -> bool:
        """Say whether this person is a custodian and nobody else is."""
        if find_certificaat(self._sessie, persoon_id) is None:
            return False
        return (self._sessie.scalar(select(func.count()).select_from(CertificaatsleutelRij)) or 0) < 2

    def neem(self, persoon_id: bytes) -> None:
        """Take the certificate key from somebody who leaves; nothing happens when he has none."""
        rij = find_certificaat(self._sessie, persoon_id)
        if rij is not None:
            self._sessie.delete(rij)
            self._sessie.flush()

    def open(self, voorstel: Voorstel) -> None:
        """Make the first key of a desk and give it to who waits; the custodian keeps nothing of it.

        Errors: GeenSleutel for who is no custodian; Beschadigd when the key of the other is not the one of his profile.
        """
        # Looked at before anything is made: a desk whose first holder can't be trusted must not come to be.
        self._werk.lidopslag.sleutel_van(voorstel.persoon_id)
        geheim = maak_werkplek(self._sessie, voorstel.werkplek, self._cert(), DOOR_CERTIFICAAT, self._werk.echt_vandaag)
        publiek = self._werk.lidopslag.zet_aan(voorstel, [geheim])
        teken_lijst(self._sessie, geheim, {voorstel.persoon_id: publiek})
        self._werk.vernieuwopslag.schrijf_nood(geheim)

    def te_tekenen(self) -> list[Ongetekend]:
        """The newest key of each desk that no custodian signed, the longest waiting first."""
        werkplekken = self._sessie.scalars(
            select(WerkpleksleutelRij.werkplek).where(WerkpleksleutelRij.epoch > 1).distinct()
        ).all()
        gevonden = []
        for werkplek in werkplekken:
            rij = None if is_zitting(werkplek) else self._ongetekend(werkplek)
            if rij is not None:
                # The certificate begins a day early, so that two machines need not agree on midnight.
                sinds = rij.niet_voor + timedelta(days=1)
                vinger = self._werk.werkplekopslag.vingerafdruk(rij.publiek)
                gevonden.append(Ongetekend(werkplek, rij.epoch, sinds, vinger))
        return sorted(gevonden, key=lambda een: (een.sinds, een.werkplek))

    def _ongetekend(self, werkplek: str) -> WerkpleksleutelRij | None:
        cert = self._werk.installatie.cert_publiek
        try:
            rij = keten(self._sessie, werkplek, cert)[-1]
        except WerkplekGesloten:
            # A chain that does not hold must be repaired, not signed.
            return None
        return None if is_tegengetekend(rij, cert) else rij

    def onderteken(self, werkplek: str, epoch: int) -> None:
        """Sign the newest key of a desk once more. Errors: GeenSleutel; NietGevonden when there is nothing to sign."""
        rij = self._ongetekend(werkplek)
        if rij is None or rij.epoch != epoch:
            raise NietGevonden
        rij.tegentekening = signing.sign(self._cert(), signing.tegenteken_message(rij.certificaat))
        self._sessie.flush()
