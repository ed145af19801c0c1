"""The identity vault: names and numbers of a person, in a database of its own, under the key of `ident`.

Each fact is a row of its own. The rows of one person share the first half of their random id, so that one person is
found without opening anybody else; the first of them, the anchor, is what the working file refers to.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
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

# 1: all facts of a person in one row. 2: one fact per row.
SCHEMA = 2
PERSOON = 8
ANKER = "anker"
MEER = "; "


class KluisOpslag:
    """Vault rows stand under ids that only the case knows."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _ctx(self, zaak: Zaak, kluis_id: bytes, schema: int) -> tuple[str | bytes | int, ...]:
        return (zaak.herkomst, zaak.id, "ident", "kluisfeit", kluis_id, "inhoud", 1, schema)

    def _sessie(self) -> Session:
        sessie = Session(self._werk.installatie.kluis_engine)
        sessie.info["gemeente"] = "*"
        return sessie

    def voeg_toe(self, zaak: Zaak, pseudoniem: str, gegevens: Mapping[str, str]) -> str:
        """Write who a pseudonym is. Out: the reference of the anchor, for a document of the case.

        The vault commits first, under ids that nothing refers to yet; only the commit of the case makes them count.
        What is left behind by a crash is swept away.
        """
        return self.voeg_persoon_toe(zaak, pseudoniem, gegevens)[0]

    def voeg_persoon_toe(
        self, zaak: Zaak, pseudoniem: str, gegevens: Mapping[str, str]
    ) -> tuple[str, Mapping[str, str]]:
        """Write who a pseudonym is. Out: the reference of the anchor, and that of each fact by its kind."""
        anker = self._werk.nieuw_id()
        soorten = {soort: self._naast(anker) for soort in gegevens}
        rijen = [(anker, {"pseudoniem": pseudoniem, "soort": ANKER})]
        rijen += [
            (soorten[soort], {"pseudoniem": pseudoniem, "soort": soort, "waarde": waarde})
            for soort, waarde in gegevens.items()
        ]
        self._schrijf(zaak, rijen)
        return anker.hex(), {soort: een.hex() for soort, een in soorten.items()}

    def voeg_gegeven_toe(
        self, zaak: Zaak, verwijzing: str, pseudoniem: str, soort: str, waarde: str, vervangt: str = ""
    ) -> str:
        """Write one more fact about a person. Out: its reference.

        In: `verwijzing` is the anchor of the person; `vervangt` the reference of the fact that counts no longer.
        Errors: NietGevonden when one of them is not of this case, or not of one person.
        """
        anker = self._eigen(zaak, verwijzing)
        if vervangt and self._eigen(zaak, vervangt)[:PERSOON] != anker[:PERSOON]:
            raise NietGevonden
        kluis_id = self._naast(anker)
        inhoud = {"pseudoniem": pseudoniem, "soort": soort, "waarde": waarde}
        self._schrijf(zaak, [(kluis_id, inhoud | ({"vervangt": vervangt} if vervangt else {}))])
        return kluis_id.hex()

    def open_persoon(
        self, zaak: Zaak, verwijzing: str, doel: str, grond: str, pseudoniem: str = ""
    ) -> Mapping[str, str]:
        """Show who one pseudonym is: logged as re-identification and committed before it is opened.

        In: `pseudoniem` is for the log, which the privacy officer reads. Out: the pseudonym and each fact that counts;
        several values of one kind stand in one text. Errors: GeenSleutel, NietGevonden, Beschadigd.
        """
        self._werk.eis_schoon()
        dek = self._werk.sleutelkast.dek(zaak, "ident")
        anker = self._eigen(zaak, verwijzing)
        self._werk.log(
            "heridentificatie",
            zaak,
            compartimenten=["ident"],
            rij=verwijzing,
            doel=doel,
            grond=grond,
            pseudoniem=pseudoniem,
        )
        self._werk.bevestig()
        return _samen(self._lees(zaak, anker, dek))

    def open_voor_verzoek(self, zaak: Zaak, verwijzingen: Sequence[str], verzoek: str) -> list[Mapping[str, str]]:
        """Open these people of one case to see whether somebody who asks about his data is among them.

        One entry for the case, committed first: to search is not to re-identify one person. In: `verzoek` is the
        number of the request. Out: as `open_persoon`, in the same order; {} for a row that is damaged.
        Errors: GeenSleutel, NietGevonden.
        """
        self._werk.eis_schoon()
        dek = self._werk.sleutelkast.dek(zaak, "ident")
        ankers = [self._eigen(zaak, een) for een in verwijzingen]
        self._werk.log(
            "verzoek_gezocht", zaak, compartimenten=["ident"], doel=f"verzoek {verzoek}", personen=len(ankers)
        )
        self._werk.bevestig()
        gevonden: list[Mapping[str, str]] = []
        for anker in ankers:
            try:
                gevonden.append(_samen(self._lees(zaak, anker, dek)))
            except (Beschadigd, NietGevonden):
                gevonden.append({})
        return gevonden

    def samenhang(self, zaak: Zaak, verwijzing: str) -> Mapping[str, str]:
        """The name and the date of birth of one person, for the match token that needs both; never for a screen.

        Logged and committed before it is opened, so it belongs in the read phase of a step.
        Errors: GeenSleutel, NietGevonden, Beschadigd.
        """
        self._werk.eis_schoon()
        dek = self._werk.sleutelkast.dek(zaak, "ident")
        anker = self._eigen(zaak, verwijzing)
        self._werk.log("lezen", zaak, compartimenten=["ident"], doel="vergelijken")
        self._werk.bevestig()
        rijen = self._lees(zaak, anker, dek)
        return {soort: waarde for soort, waarde in _samen(rijen).items() if soort in ("naam", "geboortedatum")}

    def rijen(self, zaak: Zaak, verwijzing: str) -> list[tuple[str, dict[str, str]]]:
        """All rows of one person, for match tokens; never for a screen, and logged by who asks.

        Out: (reference, what stands in it), in no order. Errors: GeenSleutel, NietGevonden, Beschadigd.
        """
        return self._lees(zaak, self._eigen(zaak, verwijzing), self._werk.sleutelkast.dek(zaak, "ident"))

    def nieuw_pseudoniem(self) -> str:
        """A pseudonym that is random for each person in each case and for each recipient."""
        return pseudoniem()

    def _naast(self, anker: bytes) -> bytes:
        return anker[:PERSOON] + self._werk.nieuw_id()[PERSOON:]

    def _schrijf(self, zaak: Zaak, rijen: Sequence[tuple[bytes, Mapping[str, str]]]) -> None:
        dek = self._werk.sleutelkast.dek(zaak, "ident")
        with self._sessie() as kluis:
            for kluis_id, inhoud in rijen:
                tekst = json.dumps(inhoud, ensure_ascii=False)
                envelop = seal(dek, tekst.encode(), self._ctx(zaak, kluis_id, SCHEMA))
                kluis.add(KluisRij(id=kluis_id, zaak_id=zaak.id, dag=self._werk.vandaag, schema=SCHEMA, inhoud=envelop))
            kluis.commit()
        self._werk.sessie.add_all(KluisverwijzingRij(zaak_id=zaak.id, kluis_id=kluis_id) for kluis_id, _ in rijen)
        self._werk.sessie.flush()

    def _eigen(self, zaak: Zaak, verwijzing: str) -> bytes:
        """The id behind a reference of this case. Errors: NietGevonden."""
        try:
            kluis_id = bytes.fromhex(verwijzing)
        except ValueError:
            raise NietGevonden from None
        eigen = select(KluisverwijzingRij).where(
            KluisverwijzingRij.zaak_id == zaak.id, KluisverwijzingRij.kluis_id == kluis_id
        )
        if self._werk.sessie.scalar(eigen) is None:
            raise NietGevonden
        return kluis_id

    def _lees(self, zaak: Zaak, anker: bytes, dek: bytes) -> list[tuple[str, dict[str, str]]]:
        """The rows of one person that this case refers to, in no order: (reference, what stands in it)."""
        vraag = select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.zaak_id == zaak.id)
        ids = [een for een in self._werk.sessie.scalars(vraag) if een[:PERSOON] == anker[:PERSOON]]
        with self._sessie() as kluis:
            gevonden = {rij.id: rij for rij in kluis.scalars(select(KluisRij).where(KluisRij.id.in_(ids)))}
        if anker not in gevonden:
            raise NietGevonden
        try:
            return [
                (een.hex(), json.loads(unseal(dek, gevonden[een].inhoud, self._ctx(zaak, een, gevonden[een].schema))))
                for een in ids
                if een in gevonden
            ]
        except Ongeldig:
            raise Beschadigd from None


def _samen(rijen: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """What stands in the rows of one person, without what a later row replaced."""
    rijen = list(rijen)
    weg = {inhoud["vervangt"] for _, inhoud in rijen if inhoud.get("vervangt")}
    geldig: dict[str, list[str]] = {}
    for verwijzing, inhoud in rijen:
        if verwijzing in weg:
            continue
        if "soort" not in inhoud:
            # The first shape: every fact in one row.
            feiten = dict(inhoud)
        elif inhoud["soort"] == ANKER:
            feiten = {"pseudoniem": inhoud["pseudoniem"]}
        else:
            feiten = {inhoud["soort"]: inhoud["waarde"]}
        for soort, waarde in feiten.items():
            geldig.setdefault(soort, []).append(waarde)
    return {soort: MEER.join(dict.fromkeys(waarden)) for soort, waarden in geldig.items()}
