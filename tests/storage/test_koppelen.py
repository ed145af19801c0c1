"""Cases that belong together: linked, joined, and taken apart again."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.matchtaak import EERDER, open_kluis
from storage.tables.kluis import TokenRij
from tests.storage.test_matchen import AF, AF2, NUMMER, nummers, open_bij, pak_op, persoon
from tests.wereld import Wereld
from workflow import volgen
from workflow.fouten import StapGeweigerd
from workflow.koppelen import NAAM_DAAR, NAAM_HIER
from workflow.zaakpagina import zaakpagina
from workflow.zaaktreffers import zaaktreffers


def documenten(w: Wereld, zaak_id: bytes, soort: str) -> list[dict[str, Any]]:
    """The valid documents of one kind in the file of a case."""
    with w.als(AF) as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak_id), ["zaak"], "test")
    weg = {een for doc in docs if doc.soort == "ingetrokken" for een in (doc.inhoud or {})["ids"]}
    return [dict(doc.inhoud or {}) for doc in docs if doc.soort == soort and doc.id.hex() not in weg]


def namen(w: Wereld, zaak_id: bytes, doc: dict[str, Any]) -> dict[str, str]:
    with w.als(AF) as werk:
        return dict(werk.kluis.open_persoon(werk.zaken.get(zaak_id), doc["verwijzing"], "hulp", "avg"))


def feit(w: Wereld, zaak_id: bytes, tekst: str, wie: str = "") -> None:
    velden: dict[str, Any] = {"categorie": "D5", "bron": "ander", "feit": tekst}
    w.stap(AF, zaak_id, "feit_vastleggen", **velden, **({"persoon": [wie]} if wie else {}))


def weiger(w: Wereld, wie: str, zaak_id: bytes, actie: str, **velden: Any) -> str:
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(wie, zaak_id, actie, **velden)
    return " ".join(fout.value.punten)


def test_linking_names_both_and_unlinking_forgets_both(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    nummer = {id_: wereld.zaak(id_).nummer for id_ in (een, ander)}
    wereld.stap(AF, een, "koppelen", ander=nummer[ander].lower(), reden="Dezelfde auto.")
    for id_, naar in ((een, ander), (ander, een)):
        with wereld.als(AF) as werk:
            assert zaaktreffers(werk, werk.zaken.get(id_)).gekoppeld == (nummer[naar],)
    assert "al gekoppeld" in weiger(wereld, AF, ander, "koppelen", ander=nummer[een], reden="Nog een keer.")
    wereld.stap(AF, ander, "ontkoppelen", gekoppelde_zaak=een.hex(), reden="Andere auto.")
    assert not wereld.zaak(een).kenmerken["gekoppeld"] and not wereld.zaak(ander).kenmerken["gekoppeld"]
    with wereld.als(AF) as werk:
        pagina = zaakpagina(werk, wereld.beleid, werk.zaken.get(ander))
    gelezen = " ".join(repr(moment) for moment in pagina.tijdlijn)
    assert nummer[een] in gelezen and een.hex() not in gelezen


def test_only_cases_that_one_sees_and_no_protected_ones(wereld: Wereld) -> None:
    een, elders, geheim = pak_op(wereld), pak_op(wereld, "winterswijk"), pak_op(wereld)
    wereld.stap(AF, geheim, "afschermen", niet_lezen=[wereld.ids[AF2].hex()], reden="Een collega.")
    zelf = wereld.zaak(een).nummer
    er_niet = weiger(wereld, AF, een, "koppelen", ander="MH-0000-0000", reden="Ja.")
    assert weiger(wereld, AF, een, "koppelen", ander=wereld.zaak(elders).nummer, reden="Ja.") == er_niet
    assert weiger(wereld, AF2, een, "koppelen", ander=wereld.zaak(geheim).nummer, reden="Ja.") == er_niet
    assert "afgeschermde" in weiger(wereld, AF, een, "koppelen", ander=wereld.zaak(geheim).nummer, reden="Ja.")
    assert "deze zaak" in weiger(wereld, AF, een, "koppelen", ander=zelf, reden="Ja.")


def test_a_case_goes_on_in_another_and_comes_back(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, naam="Anna Proef", geboortedatum="03-03-1999", telefoon=NUMMER)
    persoon(wereld, ander, telefoon=NUMMER)
    (wie,) = documenten(wereld, een, "persoon")
    wereld.stap(AF, een, "gegeven_toevoegen", persoon=wie["pseudoniem"], gegeven="telefoon", waarde="06 0000 0007")
    feit(wereld, een, f"{wie['pseudoniem']} spreekt alleen Pools.", wie["pseudoniem"])
    feit(wereld, ander, "Er staan zes bedden.")
    assert nummers(wereld, een)
    wereld.stap(AF, een, "samenvoegen", ander=wereld.zaak(ander).nummer, reden="Dezelfde woning.")

    zaak = wereld.zaak(een)
    assert zaak.staat == "samengevoegd" and zaak.vernietig_op is not None
    erbij = [doc for doc in documenten(wereld, ander, "persoon") if doc.get("uit") == een.hex()]
    assert len(erbij) == 1 and erbij[0]["pseudoniem"] != wie["pseudoniem"]
    gegevens = namen(wereld, ander, erbij[0])
    assert gegevens["naam"] == "Anna Proef" and gegevens["geboortedatum"] == "03-03-1999"
    assert set(gegevens["telefoon"].split("; ")) == {NUMMER, "06 0000 0007"}
    feiten = [doc for doc in documenten(wereld, ander, "feit") if doc.get("uit") == een.hex()]
    assert [doc["feit"] for doc in feiten] == [f"{erbij[0]['pseudoniem']} spreekt alleen Pools."]
    assert feiten[0]["persoon"] == erbij[0]["pseudoniem"]
    # The vault rows stand under the key of the other case; a case is no hit with itself.
    assert nummers(wereld, ander) == {}
    with open_kluis(wereld.huis) as kluis:
        # What was compared before is remembered, so that going apart costs no quota; nothing of it can match.
        assert set(kluis.scalars(select(TokenRij.bereik).where(TokenRij.zaak_id == een))) == {EERDER}
    # A name of the joined case may not leave in a text of the other one.
    assert "kluis" in weiger(wereld, AF, ander, "aanvulling_vragen", vraag="Was Anna Proef er weer?")
    assert "We gaan hiermee verder in een andere zaak." in _volg(wereld, een)

    assert wereld.zaak(een).vernietig_op is not None
    wereld.stap(AF, een, "losmaken", reden="Toch een andere woning.")
    assert wereld.zaak(een).vernietig_op is None
    assert wereld.zaak(een).staat == "in_beoordeling" and wereld.zaak(een).vernietig_op is None
    assert not [doc for doc in documenten(wereld, ander, "persoon") if doc.get("uit")]
    assert [doc["feit"] for doc in documenten(wereld, ander, "feit")] == ["Er staan zes bedden."]
    for id_ in (een, ander):
        open_bij(wereld, id_)
    assert list(nummers(wereld, ander)) == [wereld.zaak(een).nummer]
    assert documenten(wereld, een, "persoon") == [wie]


def _volg(w: Wereld, zaak_id: bytes) -> str:
    with w.huis.volgwerk(w.codes[zaak_id]) as (werk, gevonden):
        return str(volgen.stand(werk, w.beleid, gevonden))


def test_one_can_not_join_a_case_that_is_not_open_or_that_has_work_going_on(wereld: Wereld) -> None:
    een, nieuw = pak_op(wereld), wereld.meld()
    assert "nog niet opgepakt" in weiger(wereld, AF, een, "samenvoegen", ander=wereld.zaak(nieuw).nummer, reden="Ja.")
    ander = pak_op(wereld)
    wereld.stap(AF, een, "samenvoegen", ander=wereld.zaak(ander).nummer, reden="Ja.")
    derde = pak_op(wereld)
    assert "al klaar" in weiger(wereld, AF, derde, "samenvoegen", ander=wereld.zaak(een).nummer, reden="Ja.")


def test_no_name_comes_along_in_a_text_to_a_case_whose_vault_knows_it(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    feit(wereld, een, "Anna Proef werkt in de kas.")
    persoon(wereld, ander, naam="Anna Proef")
    hier = weiger(wereld, AF, een, "samenvoegen", ander=wereld.zaak(ander).nummer, reden="Zelfde kas.")
    assert hier == NAAM_HIER and wereld.zaak(een).staat == "in_beoordeling"
    assert documenten(wereld, ander, "feit") == []
    # The other way round: the person comes along, the text stood there.
    assert weiger(wereld, AF, ander, "samenvoegen", ander=wereld.zaak(een).nummer, reden="Zelfde kas.") == NAAM_DAAR
    assert documenten(wereld, een, "persoon") == []


def test_an_explanation_beside_a_person_is_read_too(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER, toelichting="Is de zus van Anna Proef.")
    persoon(wereld, ander, naam="Anna Proef")
    nummer = wereld.zaak(ander).nummer
    assert weiger(wereld, AF, een, "samenvoegen", ander=nummer, reden="Zelfde kas.") == NAAM_HIER


def test_a_place_that_is_free_here_is_free_there(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, adres="Dorpsstraat 12 Bredevoort")
    plek = {"soort_plaats": "adres", "plaats": "Dorpsstraat 12 Bredevoort", "bron": "zelf"}
    wereld.stap(AF, een, "plaats_vastleggen", **plek)
    wereld.stap(AF, een, "samenvoegen", ander=wereld.zaak(ander).nummer, reden="Zelfde woning.")
    feit(wereld, ander, "Op Dorpsstraat 12 Bredevoort staan zes bedden.")
    assert len(documenten(wereld, ander, "feit")) == 2
