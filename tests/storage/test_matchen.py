"""Matching inside a municipality: the same value is found, and nobody without a desk key can compute a thing."""

import os
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import rotatie
from storage.crypto import hpke, matchtoken
from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import tenant_van
from storage.matchtaak import GEEN, Zegels, als_overlap, nieuw_token, open_kluis, overlappen
from storage.repositories.matchen import verwijder_tokens
from storage.repositories.matchsleutels import Matchsleutels
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.toezicht import MatchsleutelRij
from tests.wereld import Wereld
from workflow import leden, trefferpagina, zaaktreffers
from workflow.zaaktreffers import Zaaktreffers, werk_bij

AF, AF2 = "af.aalten", "af2.aalten"
NUMMER = "06 0000 0001"


def pak_op(w: Wereld, gemeente: str = "aalten") -> bytes:
    zaak_id = w.meld(gemeente)
    w.stap(f"af.{gemeente}", zaak_id, "oppakken")
    return zaak_id


def persoon(w: Wereld, zaak_id: bytes, wie: str = AF, **gegevens: str) -> None:
    w.stap(wie, zaak_id, "persoon_toevoegen", rol="slachtoffer", leeftijdsklasse="23_plus", **gegevens)


def toon(w: Wereld, zaak_id: bytes, wie: str = AF) -> Zaaktreffers:
    with w.als(wie) as werk:
        return zaaktreffers.zaaktreffers(werk, werk.zaken.get(zaak_id))


def nummers(w: Wereld, zaak_id: bytes, wie: str = AF) -> dict[str, str]:
    return {een.nummer: een.wat for een in toon(w, zaak_id, wie).treffers}


def alle_tokens(w: Wereld) -> list[TokenRij]:
    with open_kluis(w.huis) as kluis:
        return list(kluis.scalars(select(TokenRij)))


def open_bij(w: Wereld, zaak_id: bytes, wie: str = AF) -> None:
    """What happens when somebody opens the page of a case."""
    with w.als(wie) as werk:
        zaak = werk.zaken.get(zaak_id)
        werk_bij(werk, zaak, werk.documenten.open(zaak, ["zaak"], "test"))


def test_the_same_number_in_another_spelling_is_found_at_once_in_both_cases(wereld: Wereld) -> None:
    een, ander, los = pak_op(wereld), pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER, naam="Anna Proef")
    persoon(wereld, ander, telefoon="+31 (0)6-00000001", naam="Iemand Anders")
    persoon(wereld, los, telefoon="06 0000 0002", naam="Anna Proef")
    assert nummers(wereld, een) == {wereld.zaak(ander).nummer: "hetzelfde telefoonnummer"}
    assert nummers(wereld, ander) == {wereld.zaak(een).nummer: "hetzelfde telefoonnummer"}
    # A name alone is no feature.
    assert nummers(wereld, los) == {}


def test_name_and_birth_date_are_one_feature(wereld: Wereld) -> None:
    een, ander, derde = pak_op(wereld), pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, naam="Łucja Próba", geboortedatum="3 maart 1999")
    persoon(wereld, ander, naam="proba lucja", geboortedatum="03-03-1999")
    persoon(wereld, derde, naam="Lucja Proba", geboortedatum="04-03-1999")
    assert nummers(wereld, een) == {wereld.zaak(ander).nummer: "dezelfde naam en geboortedatum"}


def test_a_better_value_replaces_the_match_of_the_old_one(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER)
    persoon(wereld, ander, telefoon=NUMMER, kenteken="AA-01-BB")
    with wereld.als(AF) as werk:
        zaak = werk.zaken.get(een)
        (rij,) = [
            str((doc.inhoud or {})["verwijzing"])
            for doc in werk.documenten.open(zaak, ["zaak"], "test")
            if doc.soort == "kluisgegeven"
        ]
    wereld.stap(AF, een, "gegeven_verbeteren", gegeven_rij=rij, waarde="06 0000 0009", reden="Typefout")
    open_bij(wereld, een)
    assert nummers(wereld, een) == {} and nummers(wereld, ander) == {}


def test_a_withdrawn_person_has_no_match_any_more_and_is_not_compared_again(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER)
    persoon(wereld, ander, telefoon=NUMMER)
    with wereld.als(AF) as werk:
        docs = werk.documenten.open(werk.zaken.get(een), ["zaak"], "test")
        wie = next(str((doc.inhoud or {})["pseudoniem"]) for doc in docs if doc.soort == "persoon")
    wereld.stap(AF, een, "persoon_intrekken", personen=[wie], reden="Vergissing")
    open_bij(wereld, een)
    assert nummers(wereld, ander) == {}


def test_what_was_written_before_there_was_matching_is_compared_when_the_case_is_opened(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER)
    persoon(wereld, ander, telefoon=NUMMER)
    with open_kluis(wereld.huis) as kluis:
        verwijder_tokens(kluis, een)
        kluis.commit()
    assert nummers(wereld, ander) == {}
    open_bij(wereld, een)
    assert list(nummers(wereld, ander)) == [wereld.zaak(een).nummer]
    aantal = len(alle_tokens(wereld))
    open_bij(wereld, een)
    assert len(alle_tokens(wereld)) == aantal, "nothing is computed twice"


def test_two_municipalities_do_not_see_each_other(wereld: Wereld) -> None:
    hier, daar = pak_op(wereld), pak_op(wereld, "winterswijk")
    persoon(wereld, hier, telefoon=NUMMER)
    persoon(wereld, daar, "af.winterswijk", telefoon=NUMMER)
    assert nummers(wereld, hier) == {} and nummers(wereld, daar, "af.winterswijk") == {}
    assert {een.bereik for een in alle_tokens(wereld)} == {"aalten", "winterswijk"}


def test_a_case_that_moves_is_compared_where_it_is_now(wereld: Wereld) -> None:
    hier, daar = pak_op(wereld), pak_op(wereld, "winterswijk")
    blijft = pak_op(wereld)
    persoon(wereld, blijft, telefoon=NUMMER)
    persoon(wereld, hier, telefoon=NUMMER)
    persoon(wereld, daar, "af.winterswijk", telefoon=NUMMER)
    wereld.stap(AF, hier, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het speelt daar.")
    wereld.stap("af.winterswijk", hier, "aannemen")
    open_bij(wereld, hier, "af.winterswijk")
    assert list(nummers(wereld, hier, "af.winterswijk")) == [wereld.zaak(daar).nummer]
    assert nummers(wereld, blijft) == {}


def test_a_sealed_case_is_found_and_a_protected_one_only_by_who_reads_it_by_name(wereld: Wereld) -> None:
    dicht, nieuw = pak_op(wereld), pak_op(wereld)
    persoon(wereld, dicht, kenteken="AB-012-C")
    reden = next(iter(wereld.beleid.taxonomie["redenen"].keuzes("niet_in_behandeling")))
    velden = {"weging_3_reden": "Te vaag.", "reden": reden, "terugmelding": "Bedankt."}
    wereld.stap(AF, dicht, "niet_in_behandeling_nemen", **velden)
    wereld.stem_in("va.aalten", dicht)
    persoon(wereld, nieuw, kenteken="ab012c")
    (regel,) = toon(wereld, nieuw).treffers
    assert regel.nummer == wereld.zaak(dicht).nummer and "heropenen" in regel.tip
    wereld.stap(AF, nieuw, "afschermen", niet_lezen=[wereld.ids[AF2].hex()], reden="Het gaat over een collega.")
    assert nummers(wereld, dicht, AF) == {wereld.zaak(nieuw).nummer: "hetzelfde kenteken"}
    assert nummers(wereld, dicht, AF2) == {}


def test_the_quota_holds_and_another_member_sets_a_fact_free(wereld: Wereld) -> None:
    doel = pak_op(wereld)
    persoon(wereld, doel, AF2, telefoon="06 0000 0099")
    proef = pak_op(wereld)
    for nr in range(wereld.beleid.matchen.quotum):
        persoon(wereld, proef, telefoon=f"06 0000 1{nr:03}")
    persoon(wereld, proef, telefoon="06 0000 0099")
    open_bij(wereld, proef)
    gezien = toon(wereld, proef)
    assert gezien.treffers == () and gezien.wacht == 1
    # Taking it away and typing it again does not help, nor does a failing step.
    with wereld.als(AF) as werk:
        (wacht,) = werk.matchen.wachtend()
    persoon(wereld, proef, telefoon="06 0000 0099")
    assert toon(wereld, proef).treffers == ()
    # A colleague has his own number, and may set free what another wrote.
    with wereld.als(AF2) as werk:
        zaak = werk.zaken.get(proef)
        docs = werk.documenten.open(zaak, ["zaak"], "test")
        anker = next(een for een in zaaktreffers.ankers(docs) if een[:16] == wacht.verwijzing[:16])
        werk.matchen.geef_vrij(zaak, anker, wacht.verwijzing)
    assert list(nummers(wereld, proef)) == [wereld.zaak(doel).nummer]
    wereld.verzet(days=1)
    ander = pak_op(wereld)
    persoon(wereld, ander, telefoon="06 0000 0099")
    assert len(nummers(wereld, ander)) == 2


def test_a_step_that_was_rolled_back_leaves_no_match(wereld: Wereld) -> None:
    doel, proef = pak_op(wereld), pak_op(wereld)
    persoon(wereld, doel, telefoon=NUMMER)
    with wereld.als(AF) as werk:
        zaak = werk.zaken.get(proef)
        _, rijen = werk.kluis.voeg_persoon_toe(zaak, werk.kluis.nieuw_pseudoniem(), {"telefoon": NUMMER})
        werk.matchen.noteer(zaak, rijen["telefoon"], {"telefoon": NUMMER})
        # No commit: the case never refers to these rows.
    assert nummers(wereld, proef) == {} and nummers(wereld, doel) == {}


def test_every_computed_token_is_in_the_log_without_its_value(wereld: Wereld) -> None:
    persoon(wereld, pak_op(wereld), telefoon=NUMMER, kenteken="AB-012-C")
    with wereld.als("fg.aalten") as werk:
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=200)]
    geteld = [een for een in regels if een["handeling"] == "match_berekend" and not een.get("opnieuw")]
    assert sorted(tuple(een["soorten"]) for een in geteld) == [("kenteken",), ("telefoon",)]
    assert "0000000" not in str(regels) and "AB012C" not in str(regels)


# -- what waits goes on waiting


def rij_van(w: Wereld, zaak_id: bytes) -> tuple[str, str]:
    """The newest person of a case, and the newest fact: (pseudonym, reference)."""
    with w.als(AF) as werk:
        docs = [een.inhoud or {} for een in werk.documenten.open(werk.zaken.get(zaak_id), ["zaak"], "test")]
    feit = [een for een in docs if een["soort"] == "kluisgegeven"][-1]
    return str(feit["pseudoniem"]), str(feit["verwijzing"])


def boven_quotum(w: Wereld, zaak_id: bytes, *nummers: str) -> None:
    """Use up the number of a day, and then type these, which wait."""
    for nr in range(w.beleid.matchen.quotum):
        persoon(w, zaak_id, telefoon=f"06 0000 1{nr:03}")
    for nummer in nummers:
        persoon(w, zaak_id, telefoon=nummer)


def wachtrijen(w: Wereld, wie: str = AF2) -> list[tuple[str, str, bool]]:
    """What the page shows: the case, who typed it, and whether this reader may set it free."""
    with w.als(wie) as werk:
        rijen = trefferpagina.trefferpagina(werk, w.beleid).wachtend
    return [(een.zaak, een.wie, een.vorm is not None) for een in rijen]


@pytest.mark.parametrize("voeger", [AF, AF2])
def test_what_waits_still_waits_after_two_cases_became_one(wereld: Wereld, voeger: str) -> None:
    doel, een, twee = pak_op(wereld), pak_op(wereld), pak_op(wereld)
    persoon(wereld, doel, AF2, telefoon=NUMMER)
    persoon(wereld, doel, AF2, kenteken="AB-012-C")
    persoon(wereld, een, AF2, kenteken="AB-012-C")
    boven_quotum(wereld, een, NUMMER, "06 0000 0007")
    wereld.stap(voeger, een, "samenvoegen", ander=wereld.zaak(twee).nummer, reden="Een zaak.")
    for _ in range(2):
        assert nummers(wereld, twee) == {wereld.zaak(doel).nummer: "hetzelfde kenteken"}, "it moves along"
        assert {een[0] for een in wachtrijen(wereld)} == {wereld.zaak(twee).nummer}
        assert [een[2] for een in wachtrijen(wereld)] == [True, True], "a colleague of who typed it"
        assert [een[2] for een in wachtrijen(wereld, AF)] == [False, False]
        wereld.verzet(days=1)
        open_bij(wereld, twee)
    wereld.stap(AF, een, "losmaken", reden="Toch twee.")
    open_bij(wereld, een)
    assert nummers(wereld, een) == {wereld.zaak(doel).nummer: "hetzelfde kenteken"}
    assert [een[0] for een in wachtrijen(wereld)].count(wereld.zaak(een).nummer) == 2


def test_what_waits_still_waits_after_another_fact_of_the_person_was_corrected(wereld: Wereld) -> None:
    doel, een = pak_op(wereld), pak_op(wereld)
    persoon(wereld, doel, AF2, telefoon=NUMMER)
    boven_quotum(wereld, een, NUMMER)
    wie, wacht = rij_van(wereld, een)
    wereld.stap(AF, een, "gegeven_toevoegen", persoon=wie, gegeven="kenteken", waarde="AA-01-BB")
    rij = rij_van(wereld, een)[1]
    wereld.stap(AF, een, "gegeven_verbeteren", gegeven_rij=rij, waarde="AA-02-BB", reden="Typefout")
    wereld.verzet(days=1)
    open_bij(wereld, een)
    assert nummers(wereld, een) == {}
    # The waiting value itself goes with its correction.
    wereld.stap(AF, een, "gegeven_verbeteren", gegeven_rij=wacht, waarde="06 0000 0008", reden="Typefout")
    assert wacht not in {een.kluis_id.hex() for een in alle_tokens(wereld)}


def test_a_fact_that_was_never_compared_counts_whatever_its_day(wereld: Wereld) -> None:
    een = pak_op(wereld)
    aantal = wereld.beleid.matchen.quotum + 2
    for nr in range(aantal):
        persoon(wereld, een, telefoon=f"06 0000 1{nr:03}")
    with open_kluis(wereld.huis) as kluis:
        verwijder_tokens(kluis, een)
        kluis.commit()
    wereld.verzet(days=3)
    open_bij(wereld, een)
    assert toon(wereld, een).wacht == 2


def test_opening_names_to_compare_them_is_in_the_log_before_they_are_opened(wereld: Wereld) -> None:
    een = pak_op(wereld)
    persoon(wereld, een, naam="Anna Proef")
    wie = rij_van(wereld, een)[0]
    wereld.stap(AF, een, "gegeven_toevoegen", persoon=wie, gegeven="geboortedatum", waarde="03-03-1999")
    with wereld.als("fg.aalten") as werk:
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=200)]
    lezen = [een for een in regels if een["handeling"] == "lezen" and een.get("doel") == "vergelijken"]
    assert [een["compartimenten"] for een in lezen] == [["ident"]]
    rij = rij_van(wereld, een)[1]
    with wereld.als(AF) as werk:
        zaak = werk.zaken.get(een)
        werk.documenten.schrijf(zaak, "zaak", {"soort": "proef"})
        with pytest.raises(RuntimeError):
            werk.kluis.samenhang(zaak, rij)


# -- what lies in the databases


def plant(w: Wereld, aantal: int, dubbel: int, bereik: str = "regio") -> set[tuple[bytes, bytes]]:
    """Sealed tokens of `aantal` cases, of which the first `dubbel` have a twin. Out: the pairs."""
    zegels, sleutel = Zegels(w.huis.wortels), os.urandom(32)
    zaken = [os.urandom(16) for _ in range(aantal)]
    with open_kluis(w.huis) as kluis:
        for nr, zaak_id in enumerate(zaken):
            waarde = nr - (aantal - dubbel) if nr >= aantal - dubbel else nr
            rij = nieuw_token(bereik, 1, zaak_id, os.urandom(16), dag=w.huis.nu().date())
            kluis.add(zegels.sluit(rij, "telefoon", matchtoken.token(sleutel, "telefoon", f"+3160{waarde:07}")))
        kluis.commit()
    return {tuple(sorted((zaken[nr], zaken[aantal - dubbel + nr]))) for nr in range(dubbel)}  # type: ignore[misc]


def test_50_planted_duplicates_among_20_000_are_found_and_no_two_byte_strings_are_equal(wereld: Wereld) -> None:
    echt = plant(wereld, 20_000, 50)
    with open_kluis(wereld.huis) as kluis:
        gevonden = overlappen(Zegels(wereld.huis.wortels).alle(kluis, "regio"), 10)
        bytes_ = list(kluis.scalars(select(TokenRij.inhoud)))
    assert set(gevonden) == echt and len(echt) == 50
    assert als_overlap(*next(iter(gevonden.items()))).soorten == ("telefoon",)
    assert max(Counter(bytes_).values()) == 1
    assert len({len(een) for een in bytes_}) == 1, "the kind does not show in the length"
    # Nor do parts of them, the head with the name of the key left out.
    assert max(Counter(een[20:36] for een in bytes_).values()) == 1


def test_a_value_in_very_many_cases_tells_nothing(wereld: Wereld) -> None:
    zegels, sleutel = Zegels(wereld.huis.wortels), os.urandom(32)
    with open_kluis(wereld.huis) as kluis:
        for _ in range(11):
            rij = nieuw_token("regio", 1, os.urandom(16), os.urandom(16), dag=wereld.huis.nu().date())
            kluis.add(zegels.sluit(rij, "adres", matchtoken.token(sleutel, "adres", "7071AB|1|")))
        kluis.flush()
        assert overlappen(zegels.alle(kluis, "regio"), 11) and not overlappen(zegels.alle(kluis, "regio"), 10)


def test_a_fact_without_features_looks_like_any_other(wereld: Wereld) -> None:
    zaak_id = pak_op(wereld)
    persoon(wereld, zaak_id, naam="Alleen Naam")
    open_bij(wereld, zaak_id)
    zegels = Zegels(wereld.huis.wortels)
    assert {zegels.lees(een).soort for een in alle_tokens(wereld)} == {GEEN}
    assert len({len(een.inhoud) for een in alle_tokens(wereld)}) == 1


def test_with_the_databases_and_the_root_key_no_match_key_opens(wereld: Wereld) -> None:
    persoon(wereld, pak_op(wereld), telefoon=NUMMER)
    with wereld.huis.alles() as sessie:
        rijen = list(sessie.scalars(select(MatchsleutelRij)))
    assert [een.werkplek for een in rijen] == [AF]
    kekken, zegels = wereld.huis.kekken, Zegels(wereld.huis.wortels)
    tokens = {zegels.lees(een).token for een in alle_tokens(wereld)}
    binnen = []
    for rij in rijen:
        ctx = ("matchsleutel", rij.bereik, rij.epoch, rij.werkplek, rij.werkplek_epoch)
        binnen.append(kekken.ontsluit(tenant_van(rij.werkplek), rij.wrap, ctx))
        with pytest.raises(Ongeldig):
            hpke.open_from(wereld.huis.wortel.derive("match-zegel"), binnen[-1], ctx)
    # A dictionary attack with every 32 bytes that the server has or stores: the number is known, its token is not made.
    sleutels = [wereld.huis.wortel.derive(een) for een in ("kek", "match-zegel", "sessie", "pepper", "merk")]
    sleutels += [kekken.huidig(een)[1] for een in kekken] + [rij.kid * 2 for rij in rijen]
    bestanden = [pad.read_bytes() for pad in Path(wereld.settings.data).rglob("*.db*")]
    sleutels += [een[nr : nr + 32] for een in binnen for nr in range(len(een) - 31)]
    assert bestanden
    assert not {matchtoken.token(een, "telefoon", "+31600000001") for een in sleutels} & tokens
    # The desk key does: so it is the key that was missing, and nothing else.
    with wereld.als(AF) as werk:
        eigen = Matchsleutels(werk).zorg("aalten", AF)  # type: ignore[arg-type]
    assert matchtoken.token(eigen[1], "telefoon", "+31600000001") in tokens
    assert not any(eigen[1] in een for een in bestanden)


def test_a_match_key_that_no_desk_vouches_for_is_not_used(wereld: Wereld) -> None:
    persoon(wereld, pak_op(wereld), telefoon=NUMMER)
    bekend = os.urandom(32)
    with wereld.als(AF) as werk:
        pub = hpke_publiek(werk, AF)
    with wereld.huis.alles() as sessie:
        (rij,) = sessie.scalars(select(MatchsleutelRij))
        nieuw = MatchsleutelRij(
            bereik="aalten",
            epoch=2,
            werkplek=AF,
            werkplek_epoch=rij.werkplek_epoch,
            dag=rij.dag,
            kid=matchtoken.merk(bekend, "aalten", 2),
        )
        ctx = ("matchsleutel", "aalten", 2, AF, rij.werkplek_epoch)
        inhoud = bekend + bytes(64) + rij.werkplek_epoch.to_bytes(4, "big") + AF.encode()
        nieuw.wrap = wereld.huis.kekken.sluit("aalten", hpke.seal_to(pub, inhoud, ctx), ctx)
        sessie.add(nieuw)
        sessie.commit()
    persoon(wereld, pak_op(wereld), telefoon="06 0000 0005")
    zegels = Zegels(wereld.huis.wortels)
    tokens = {zegels.lees(een).token for een in alle_tokens(wereld)}
    assert matchtoken.token(bekend, "telefoon", "+31600000005") not in tokens


def hpke_publiek(werk: object, plek: str) -> bytes:
    geheimen = werk.werkplekopslag.eigen(plek)  # type: ignore[attr-defined]
    eigen = hpke.X25519PrivateKey.from_private_bytes(geheimen[max(geheimen)].wrap)
    return eigen.public_key().public_bytes_raw()


# -- keys over time


def test_after_a_member_left_old_and_new_facts_still_match_and_the_old_key_goes(wereld: Wereld) -> None:
    oud, nieuw = pak_op(wereld), pak_op(wereld)
    persoon(wereld, oud, telefoon=NUMMER)
    with wereld.als(AF) as werk:
        leden.verlaat(werk, wereld.beleid, wereld.ids[AF2], AF)
    with wereld.als(AF) as werk:
        leden.vernieuw(werk, wereld.beleid, AF)
    with wereld.huis.alles() as sessie:
        rijen = {een.epoch: een.werkplek_epoch for een in sessie.scalars(select(MatchsleutelRij))}
    assert rijen == {1: 2, 2: 2}, "the old key moved to the new desk key, and a new one was made"
    persoon(wereld, nieuw, telefoon=NUMMER)
    assert list(nummers(wereld, nieuw)) == [wereld.zaak(oud).nummer], "under the old key they compare"
    with wereld.huis.klokwerk() as werk:
        assert werk.matchen.ruim_op() == 0, "a fact is under the old key alone"
        werk.bevestig()
    open_bij(wereld, oud)
    open_bij(wereld, nieuw)
    with wereld.huis.klokwerk() as werk:
        assert werk.matchen.ruim_op() == 1
        werk.bevestig()
    assert {een.epoch for een in alle_tokens(wereld)} == {2}
    assert list(nummers(wereld, nieuw)) == [wereld.zaak(oud).nummer]


def test_a_renewal_without_a_leaver_keeps_the_match_key(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER)
    with wereld.als(AF) as werk:
        leden.vernieuw(werk, wereld.beleid, AF)
    persoon(wereld, ander, telefoon=NUMMER)
    assert list(nummers(wereld, ander)) == [wereld.zaak(een).nummer]
    assert {rij.epoch for rij in alle_tokens(wereld)} == {1}


def test_a_new_root_key_and_a_new_key_of_the_municipality_leave_the_matches(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER)
    rotatie.vernieuw_wortel(wereld.huis)
    rotatie.rond_wortel_af(wereld.huis, dwing=True)
    wereld.huis.open_sleutels(rotatie.wortelbestanden.lees_bestanden(wereld.settings.root_file))
    wereld._ingelogd.clear()
    assert {matchtoken.wortel_nr(rij.inhoud) for rij in alle_tokens(wereld)} == {2}
    with wereld.huis.klokwerk() as werk:
        assert werk.matchen.overlappen("aalten") == []
    zegels = Zegels(wereld.huis.wortels)
    assert "telefoon" in {zegels.lees(rij).soort for rij in alle_tokens(wereld)}
    assert ander


def test_tokens_die_with_their_vault_rows(wereld: Wereld) -> None:
    een, ander = pak_op(wereld), pak_op(wereld)
    persoon(wereld, een, telefoon=NUMMER)
    persoon(wereld, ander, telefoon=NUMMER)
    with open_kluis(wereld.huis) as kluis:
        for rij in kluis.scalars(select(KluisRij).where(KluisRij.zaak_id == een)):
            kluis.delete(rij)
        kluis.commit()
    with wereld.huis.klokwerk() as werk:
        werk.matchen.ruim_op()
        werk.bevestig()
    with open_kluis(wereld.huis) as kluis:
        over = select(func.count()).select_from(TokenRij)
        assert kluis.scalar(over.where(TokenRij.zaak_id == een)) == 0
        assert (kluis.scalar(over.where(TokenRij.zaak_id == ander)) or 0) > 0
