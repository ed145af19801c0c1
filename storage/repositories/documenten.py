"""Sealed documents: written under the key of their compartment, logged before they are opened."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.audit import digest
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.repositories.sleutels import Onderwerp, zaak_id_van
from storage.tables.zaken import DocumentRij
from workflow.fouten import Beschadigd
from workflow.zaak import Document, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

SCHEMA = 1


class DocumentOpslag:
    """The documents of a case."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def schrijf(self, zaak: Onderwerp, compartiment: str, inhoud: Mapping[str, Any]) -> bytes:
        """Seal one document; needs the key of the compartment. Out: its id."""
        zaak_id, doc_id = zaak_id_van(zaak), self._werk.nieuw_id()
        dek = self._werk.sleutelkast.dek(zaak, compartiment)
        laatste = self._werk.sessie.scalar(
            select(func.max(DocumentRij.volgnr)).where(
                DocumentRij.zaak_id == zaak_id, DocumentRij.compartiment == compartiment
            )
        )
        ctx = (zaak.herkomst, zaak_id, compartiment, "document", doc_id, "inhoud", 1, SCHEMA)
        envelop = seal(dek, json.dumps(inhoud, ensure_ascii=False, default=str).encode(), ctx)
        self._werk.sessie.add(
            DocumentRij(
                id=doc_id,
                zaak_id=zaak_id,
                compartiment=compartiment,
                volgnr=(laatste or 0) + 1,
                dag=self._werk.vandaag,
                schema=SCHEMA,
                inhoud=envelop,
            )
        )
        self._werk.sessie.flush()
        self._werk.digests[doc_id.hex()] = digest(envelop)
        return doc_id

    def tel(self, zaak: Zaak) -> int:
        """How many documents a case has, of all compartments; nothing is opened."""
        vraag = select(func.count()).select_from(DocumentRij).where(DocumentRij.zaak_id == zaak.id)
        return self._werk.sessie.scalar(vraag) or 0

    def open(self, zaak: Onderwerp, compartimenten: Sequence[str], doel: str) -> list[Document]:
        """Open all documents of these compartments that the actor has a key of.

        The audit entry is committed before anything is decrypted; when it can't be written nothing is.
        A damaged row comes back as a Document without contents; the rest still opens.
        """
        self._werk.eis_schoon()
        open_te = [naam for naam in compartimenten if self._werk.sleutelkast.kan_openen(zaak, naam)]
        if not open_te:
            return []
        rijen = self._werk.sessie.scalars(
            select(DocumentRij)
            .where(DocumentRij.zaak_id == zaak_id_van(zaak), DocumentRij.compartiment.in_(open_te))
            .order_by(DocumentRij.dag, DocumentRij.volgnr)
        ).all()
        self._werk.log("lezen", zaak, compartimenten=open_te, doel=doel)
        self._werk.bevestig()
        documenten = [self._lees(zaak, rij) for rij in rijen]
        kapot = [doc.id.hex() for doc in documenten if doc.inhoud is None]
        if kapot:
            self._werk.log("beschadigd", zaak, rijen=kapot, uitkomst="fout")
            self._werk.bevestig()
        return documenten

    def _lees(self, zaak: Onderwerp, rij: DocumentRij) -> Document:
        ctx = (zaak.herkomst, rij.zaak_id, rij.compartiment, "document", rij.id, "inhoud", 1, rij.schema)
        inhoud: dict[str, Any] | None
        try:
            inhoud = json.loads(unseal(self._werk.sleutelkast.dek(zaak, rij.compartiment), rij.inhoud, ctx))
        except (Ongeldig, Beschadigd):
            inhoud = None
        return Document(rij.id, rij.compartiment, rij.volgnr, rij.dag, inhoud)
