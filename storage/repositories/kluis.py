"""The identity vault: names and numbers of a person, in a database of its own, under the key of `ident`."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto.codes import pseudoniem
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.tables.kluis import KluisRij
from storage.tables.zaken import KluisverwijzingRij
from workflow.fouten import Beschadigd, NietGevonden
from workflow.zaak import Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

SCHEMA = 1


class KluisOpslag:
    """Vault rows stand under ids that only the case knows."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _ctx(self, zaak: Zaak, kluis_id: bytes) -> tuple[str | bytes | int, ...]:
        return (zaak.herkomst, zaak.id, "ident", "kluisfeit", kluis_id, "inhoud", 1, SCHEMA)

    def _sessie(self) -> Session:
        sessie = Session(self._werk.installatie.kluis_engine)
        sessie.info["gemeente"] = "*"
        return sessie

    def voeg_toe(self, zaak: Zaak, pseudoniem: str, gegevens: Mapping[str, str]) -> str:
        """Write who a pseudonym is. Out: the reference, for a document of the case.

        The vault commits first, under an id that nothing refers to yet; only the commit of the case makes it count.
        What is left behind by a crash is swept away.
        """
        kluis_id = self._werk.nieuw_id()
        tekst = json.dumps({"pseudoniem": pseudoniem, **gegevens}, ensure_ascii=False)
        envelop = seal(self._werk.sleutelkast.dek(zaak, "ident"), tekst.encode(), self._ctx(zaak, kluis_id))
        with self._sessie() as kluis:
            kluis.add(KluisRij(id=kluis_id, zaak_id=zaak.id, dag=self._werk.vandaag, schema=SCHEMA, inhoud=envelop))
            kluis.commit()
        self._werk.sessie.add(KluisverwijzingRij(zaak_id=zaak.id, kluis_id=kluis_id))
        self._werk.sessie.flush()
        return kluis_id.hex()

    def open_persoon(self, zaak: Zaak, verwijzing: str, doel: str, grond: str) -> Mapping[str, str]:
        """Show who one pseudonym is: logged as re-identification and committed before it is opened.

        Errors: GeenSleutel, NietGevonden, Beschadigd.
        """
        self._werk.eis_schoon()
        dek = self._werk.sleutelkast.dek(zaak, "ident")
        kluis_id = bytes.fromhex(verwijzing)
        eigen = select(KluisverwijzingRij).where(
            KluisverwijzingRij.zaak_id == zaak.id, KluisverwijzingRij.kluis_id == kluis_id
        )
        if self._werk.sessie.scalar(eigen) is None:
            raise NietGevonden
        self._werk.log("heridentificatie", zaak, compartimenten=["ident"], rij=verwijzing, doel=doel, grond=grond)
        self._werk.bevestig()
        with self._sessie() as kluis:
            rij = kluis.scalar(select(KluisRij).where(KluisRij.id == kluis_id))
        if rij is None:
            raise NietGevonden
        try:
            inhoud: dict[str, str] = json.loads(unseal(dek, rij.inhoud, self._ctx(zaak, kluis_id)))
        except Ongeldig:
            raise Beschadigd from None
        return inhoud

    def nieuw_pseudoniem(self) -> str:
        """A pseudonym that is random for each person in each case and for each recipient."""
        return pseudoniem()
