"""Who gets in: the delay after failures, the second factor, asking again, the first rung, upgrades at log-in."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import tweedefactor
from storage.crypto import hpke, passphrase, signing
from storage.crypto.passphrase import Kosten
from storage.factoren import GELDIG
from storage.installatie import Installatie
from storage.keys.mensen import find_persoon, ontgrendel, sluit_met_code
from storage.keys.werkplekken import Werkplekgeheim, voeg_lid_toe
from storage.keys.wortel import Wortel, Wortels
from storage.pogingen import HOOGSTENS_SECONDEN, VRIJ, wachttijd
from storage.sessies import HALF_SECONDEN, Sessie
from storage.tables.mensen import PersoonRij, WerkplekRij
from storage.tables.sessies import ApparaatRij, SessieRij
from storage.toegang import Inlog
from storage.tweedefactor import Factor
from tests.wereld import WACHTZIN, Wereld, email
from workflow import uitnodigen
from workflow.actor import Actor
from workflow.fouten import Codefout, Ingehaald, InloggenMislukt, NietGevonden, Wachten

FOUT, NIEUW = "een heel verkeerde zin", "kachel tuinhek zebra olielamp dans"
WIE = "af.aalten"
MAIL = email(WIE)


class Klok:
    """The real clock, moved by the test."""

    def __init__(self) -> None:
        self.nu = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.nu

    def verder(self, **hoeveel: float) -> None:
        self.nu += timedelta(**hoeveel)


@pytest.fixture
def klok(wereld: Wereld) -> Klok:
    gezet = Klok()
    wereld.huis.echte_tijd = gezet
    return gezet


@pytest.fixture
def echt(wereld: Wereld, klok: Klok) -> Iterator[Installatie]:
    """The same installation outside practice."""
    huis = Installatie(replace(wereld.settings, oefenomgeving=False), wereld.beleid)
    huis.echte_tijd = klok
    yield huis
    huis.sluit()


def sessie_van(huis: Installatie, token: str) -> Sessie:
    sessie, _ = huis.sessies.haal(token)
    assert sessie is not None
    return sessie


def mislukt(huis: Installatie, keren: int, apparaat: str = "", wie: str = MAIL) -> None:
    for _ in range(keren):
        with pytest.raises(InloggenMislukt):
            huis.toegang.inloggen(wie, FOUT, apparaat)


def met_app(huis: Installatie, wie: str = MAIL) -> tuple[bytes, list[str]]:
    """Give somebody an app. Out: its secret and the one-time codes."""
    token = huis.toegang.inloggen(wie, WACHTZIN).token
    huis.toegang.begin_app(token)
    geheim = bytes.fromhex(sessie_van(huis, token).extra["app"])
    return geheim, huis.toegang.stel_app_in(token, code_nu(huis, geheim))


def code_nu(huis: Installatie, geheim: bytes, stappen: int = 0) -> str:
    return tweedefactor.code_van(geheim, huis.echte_tijd().timestamp() + 30 * stappen)


# -- the delay


@pytest.mark.parametrize(
    ("keren", "seconden"), [(0, 0), (9, 0), (10, 2), (11, 4), (12, 8), (13, 16), (14, 32), (15, 60), (1000, 60)]
)
def test_the_delay_grows_to_a_minute_and_no_further(keren: int, seconden: int) -> None:
    assert wachttijd(keren) == seconden


@pytest.mark.langzaam
def test_a_thousand_wrong_log_ins_by_strangers_do_not_delay_the_owner_on_his_own_device(
    wereld: Wereld, klok: Klok
) -> None:
    huis = wereld.huis
    apparaat = huis.toegang.inloggen(MAIL, WACHTZIN).apparaat
    emmer = huis.pogingen.emmer(wereld_account(huis), "")
    for nr in range(1000):
        try:
            huis.toegang.inloggen(MAIL, FOUT, f"vreemd apparaat {nr}")
        except InloggenMislukt:
            continue
        except Wachten as fout:
            # A stranger who waits and comes back with his ticket.
            klok.verder(seconds=fout.seconden)
            with pytest.raises(InloggenMislukt):
                huis.toegang.inloggen(MAIL, FOUT, "", fout.kaart)
            klok.verder(seconds=-fout.seconden)
    assert huis.pogingen.aantal(emmer) == 1000
    assert huis.pogingen.aantal(huis.pogingen.emmer(wereld_account(huis), apparaat)) == 0
    assert huis.toegang.inloggen(MAIL, WACHTZIN, apparaat).klaar
    # On a device that nobody knows he is in after one ticket.
    with pytest.raises(Wachten) as wacht:
        huis.toegang.inloggen(MAIL, WACHTZIN)
    assert wacht.value.seconden == HOOGSTENS_SECONDEN
    klok.verder(seconds=HOOGSTENS_SECONDEN)
    assert huis.toegang.inloggen(MAIL, WACHTZIN, "", wacht.value.kaart).klaar


def wereld_account(huis: Installatie) -> bytes:
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        rijen = sessie.scalars(select(PersoonRij)).all()
        profielen = {
            huis.kekken.lees(rij.tenant, ("persoon", rij.id, "profiel", rij.revisie), rij.profiel)[
                "email"
            ]: rij.inlog_id
            for rij in rijen
        }
        return profielen[MAIL]


def test_a_refused_try_costs_no_derivation_and_an_unknown_account_waits_the_same(wereld: Wereld, klok: Klok) -> None:
    for wie in (MAIL, "niemand@meldroute.example"):
        voor = passphrase.RIJ.afleidingen
        mislukt(wereld.huis, VRIJ, wie=wie)
        assert passphrase.RIJ.afleidingen - voor == VRIJ
        with pytest.raises(Wachten) as wacht:
            wereld.huis.toegang.inloggen(wie, FOUT)
        assert wacht.value.seconden == 2
        assert passphrase.RIJ.afleidingen - voor == VRIJ


def test_an_hour_later_the_failures_are_forgotten(wereld: Wereld, klok: Klok) -> None:
    mislukt(wereld.huis, VRIJ)
    klok.verder(hours=1, seconds=1)
    assert wereld.huis.toegang.inloggen(MAIL, WACHTZIN).klaar


@pytest.mark.parametrize("wat", ["te vroeg", "twee keer", "van een ander", "oud", "vervalst"])
def test_a_ticket_counts_once_for_one_account_from_its_moment_on(wereld: Wereld, klok: Klok, wat: str) -> None:
    huis = wereld.huis
    mislukt(huis, VRIJ)
    with pytest.raises(Wachten) as eerste:
        huis.toegang.inloggen(MAIL, WACHTZIN)
    kaart, wie = eerste.value.kaart, MAIL
    klok.verder(seconds={"te vroeg": 1, "oud": 3600 - 60}.get(wat, 2))
    if wat == "twee keer":
        with pytest.raises(InloggenMislukt):
            huis.toegang.inloggen(MAIL, FOUT, "", kaart)
    if wat == "van een ander":
        wie = email("af2.aalten")
        mislukt(huis, VRIJ, wie=wie)
    if wat == "vervalst":
        kaart = kaart[:-4] + "AAAA"
    with pytest.raises(Wachten) as tweede:
        huis.toegang.inloggen(wie, WACHTZIN, "", kaart)
    if wat == "te vroeg":
        assert (tweede.value.seconden, tweede.value.kaart) == (1, kaart)
    klok.verder(seconds=tweede.value.seconden)
    assert huis.toegang.inloggen(wie, WACHTZIN, "", tweede.value.kaart).klaar


def test_a_failure_on_a_known_device_is_its_own_and_a_success_clears_it(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    apparaat = huis.toegang.inloggen(MAIL, WACHTZIN).apparaat
    mislukt(huis, VRIJ - 1, apparaat)
    assert huis.toegang.inloggen(MAIL, WACHTZIN, apparaat).apparaat == apparaat
    mislukt(huis, VRIJ, apparaat)
    with pytest.raises(Wachten):
        huis.toegang.inloggen(MAIL, WACHTZIN, apparaat)
    assert huis.toegang.inloggen(MAIL, WACHTZIN).klaar


def test_a_device_is_known_for_one_account_and_for_a_year(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    apparaat = huis.toegang.inloggen(MAIL, WACHTZIN).apparaat
    ander = huis.pogingen.emmer(b"x" * 16, apparaat)
    assert ander == huis.pogingen.emmer(b"x" * 16, "")
    klok.verder(days=366)
    huis.toegang.inloggen(email("af2.aalten"), WACHTZIN)
    with Session(huis.sessie_engine) as sessie:
        sessie.info["gemeente"] = "*"
        assert sessie.scalar(select(func.count()).select_from(ApparaatRij)) == 1


# -- the second factor


def test_in_practice_nobody_is_asked_for_a_second_factor_until_he_sets_one_up(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    assert huis.toegang.inloggen(MAIL, WACHTZIN).klaar
    met_app(huis)
    assert huis.toegang.inloggen(MAIL, WACHTZIN).half == "tweede"


def test_elsewhere_who_has_none_must_set_it_up_first(echt: Installatie) -> None:
    inlog = echt.toegang.inloggen(MAIL, WACHTZIN)
    assert inlog.half == "instellen"
    geheim, adres = echt.toegang.begin_app(inlog.token)
    assert (geheim, adres) == echt.toegang.begin_app(inlog.token)
    assert geheim.replace(" ", "") in adres and "issuer=Meldroute" in adres
    with pytest.raises(InloggenMislukt):
        echt.toegang.stel_app_in(inlog.token, "000000")
    sleutel = bytes.fromhex(sessie_van(echt, inlog.token).extra["app"])
    assert len(set(echt.toegang.stel_app_in(inlog.token, code_nu(echt, sleutel)))) == 10
    heel = echt.toegang.rond_af(inlog.token)
    assert sessie_van(echt, heel.token).half == ""
    assert echt.sessies.haal(inlog.token)[0] is None


def naar_tweede(huis: Installatie) -> Inlog:
    inlog = huis.toegang.inloggen(MAIL, WACHTZIN)
    assert inlog.half == "tweede"
    return inlog


@pytest.mark.parametrize(("stappen", "goed"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_that_is_one_step_off_is_no_problem(wereld: Wereld, klok: Klok, stappen: int, goed: bool) -> None:
    huis = wereld.huis
    geheim, _ = met_app(huis)
    klok.verder(minutes=5)
    inlog = naar_tweede(huis)
    if goed:
        assert huis.toegang.tweede(inlog.token, code_nu(huis, geheim, stappen)).klaar
    else:
        with pytest.raises(InloggenMislukt):
            huis.toegang.tweede(inlog.token, code_nu(huis, geheim, stappen))


def test_a_code_of_the_app_works_once_and_no_earlier_one_after_it(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    geheim, _ = met_app(huis)
    with pytest.raises(InloggenMislukt):
        # The code that set it up was used by that.
        huis.toegang.tweede(naar_tweede(huis).token, code_nu(huis, geheim))
    klok.verder(minutes=5)
    assert huis.toegang.tweede(naar_tweede(huis).token, code_nu(huis, geheim, 1)).klaar
    for stappen in (0, 1):
        with pytest.raises(InloggenMislukt):
            huis.toegang.tweede(naar_tweede(huis).token, code_nu(huis, geheim, stappen))


def test_a_one_time_code_works_once_and_in_any_spelling(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    _, codes = met_app(huis)
    assert huis.toegang.tweede(naar_tweede(huis).token, codes[3].lower().replace("-", " ")).klaar
    with pytest.raises(InloggenMislukt):
        huis.toegang.tweede(naar_tweede(huis).token, codes[3])
    factor = huis.toegang.factor(wereld.ids[WIE])
    assert factor is not None and len(factor.codes) == 9
    huis.toegang.nieuwe_codes(wereld.ids[WIE])
    with pytest.raises(InloggenMislukt):
        huis.toegang.tweede(naar_tweede(huis).token, codes[4])


def test_the_same_code_at_the_same_moment_gets_one_of_two_in(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    geheim, _ = met_app(huis)
    klok.verder(minutes=5)
    tokens, code = [naar_tweede(huis).token for _ in range(2)], code_nu(huis, geheim)
    uitkomsten: list[bool] = []
    klaar = threading.Barrier(2)

    def probeer(token: str) -> None:
        klaar.wait()
        try:
            uitkomsten.append(huis.toegang.tweede(token, code).klaar)
        except InloggenMislukt:
            uitkomsten.append(False)

    draden = [threading.Thread(target=probeer, args=(token,)) for token in tokens]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten) == [False, True]


def test_codes_are_guessed_one_a_minute_at_most_and_a_ticket_does_not_help(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    geheim, _ = met_app(huis)
    klok.verder(hours=2)
    token = naar_tweede(huis).token
    geraden = 0
    for _ in range(240):
        klok.verder(seconds=1)
        try:
            huis.toegang.tweede(token, "123 456")
        except InloggenMislukt:
            geraden += 1
        except Wachten as fout:
            assert 0 < fout.seconden <= HOOGSTENS_SECONDEN
    # Ten at once, then waits of 2, 4, 8, 16, 32, 60 … seconds: what is left of four minutes.
    assert geraden == 10 + 5 + 2
    klok.verder(seconds=60)
    assert huis.toegang.tweede(token, code_nu(huis, geheim)).klaar


def test_strangers_without_the_passphrase_cannot_slow_the_second_page_down(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    geheim, _ = met_app(huis)
    klok.verder(minutes=5)
    token = naar_tweede(huis).token
    mislukt(huis, VRIJ)
    assert huis.toegang.tweede(token, code_nu(huis, geheim)).klaar


def test_a_half_session_is_short_and_opens_nothing_else(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    geheim, _ = met_app(huis)
    klok.verder(minutes=5)
    heel = huis.toegang.inloggen(email("va.aalten"), WACHTZIN).token
    with pytest.raises(NietGevonden):
        huis.toegang.tweede(heel, code_nu(huis, geheim))
    with pytest.raises(NietGevonden):
        huis.toegang.rond_af(heel)
    token = naar_tweede(huis).token
    with pytest.raises(NietGevonden):
        huis.toegang.begin_app(token)
    klok.verder(seconds=HALF_SECONDEN + 1)
    with pytest.raises(NietGevonden):
        huis.toegang.tweede(token, code_nu(huis, geheim))


def test_what_a_row_of_a_factor_holds_is_sealed_and_bound_to_its_person(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    geheim, codes = met_app(huis)
    ruw = (wereld.settings.data / "zaken.db").read_bytes() + (wereld.settings.data / "zaken.db-wal").read_bytes()
    assert geheim not in ruw and geheim.hex().encode() not in ruw
    assert all(code.encode() not in ruw and code.replace("-", "").encode() not in ruw for code in codes)
    factor = huis.toegang.factor(wereld.ids[WIE])
    assert factor is not None and all(code not in factor.als_json()["codes"] for code in codes)


def test_a_half_session_makes_nobody_an_actor(wereld: Wereld, klok: Klok) -> None:
    met_app(wereld.huis)
    klok.verder(minutes=5)
    sessie = sessie_van(wereld.huis, naar_tweede(wereld.huis).token)
    with pytest.raises(NietGevonden):
        wereld.huis.actor_van_sessie(sessie)


# -- lost factors


def test_a_colleague_of_the_desk_takes_a_lost_factor_away(wereld: Wereld, klok: Klok) -> None:
    huis, ids = wereld.huis, wereld.ids
    met_app(huis)
    klok.verder(minutes=5)
    half = naar_tweede(huis).token
    for wie in ("va.aalten", "af.winterswijk", "beheer.aalten", WIE):
        with pytest.raises(NietGevonden):
            huis.toegang.wis_factor(huis.actor_van(ids[wie]), ids[WIE])
    assert huis.toegang.wis_factor(huis.actor_van(ids["af2.aalten"]), ids[WIE])
    assert not huis.toegang.heeft_factor(ids[WIE])
    assert huis.sessies.haal(half)[0] is None


def test_without_a_desk_it_takes_two_beheerders(wereld: Wereld, klok: Klok) -> None:
    huis, ids = wereld.huis, wereld.ids
    wie = "privacy.aalten"
    met_app(huis, email(wie))
    een = huis.actor_van(ids["beheer.aalten"])
    twee = huis.actor_van(ids["beheer.regio"])
    with pytest.raises(NietGevonden):
        huis.toegang.wis_factor(huis.actor_van(ids["beheer.winterswijk"]), ids[wie])
    assert not huis.toegang.wis_factor(een, ids[wie])
    assert not huis.toegang.wis_factor(een, ids[wie])
    assert huis.toegang.heeft_factor(ids[wie])
    klok.verder(days=GELDIG.days + 1)
    assert huis.toegang.wisverzoek(ids[wie]) is None
    assert not huis.toegang.wis_factor(twee, ids[wie])
    assert huis.toegang.wis_factor(een, ids[wie])
    assert not huis.toegang.heeft_factor(ids[wie])


def _tweede_van(wereld: Wereld, naam: str) -> Actor:
    """A second account of the tenant and in the role of this one."""
    huis, wie = wereld.huis, f"tweede-{naam}@pop.example"
    actor = huis.actor_van(wereld.ids[naam])
    with huis.werk(actor) as werk:
        code = uitnodigen.nodig_uit(werk, wereld.beleid, naam="Pop", alias="Pop", email=wie, rol=actor.rol, plekken=[])
    huis.uitnodiging.aanvaard(code, WACHTZIN)
    with huis.alles() as sessie:
        rij = find_persoon(sessie, huis.wortel, wie)
    assert rij is not None
    return huis.actor_van(rij.id)


@pytest.mark.parametrize(
    ("wie", "eerste", "tweede"),
    [
        ("privacy.aalten", "beheer.aalten", "beheer.regio"),
        ("privacy.aalten", "beheer.regio", "beheer.aalten"),
        ("ketenregisseur", "beheer.regio", "beheer.winterswijk"),
    ],
)
def test_the_two_beheerders_are_of_two_tenants(wereld: Wereld, klok: Klok, wie: str, eerste: str, tweede: str) -> None:
    huis, ids = wereld.huis, wereld.ids
    met_app(huis, email(wie))
    een, pop, twee = huis.actor_van(ids[eerste]), _tweede_van(wereld, eerste), huis.actor_van(ids[tweede])
    assert een.persoon_id != pop.persoon_id and een.tenant == pop.tenant != twee.tenant
    assert huis.toegang.te_wissen(twee) == []
    assert not huis.toegang.wis_factor(een, ids[wie])
    assert huis.toegang.te_wissen(een) == huis.toegang.te_wissen(pop) == []
    assert not huis.toegang.wis_factor(pop, ids[wie])
    assert not huis.toegang.wis_factor(een, ids[wie])
    assert huis.toegang.heeft_factor(ids[wie])
    assert huis.toegang.te_wissen(twee) == [ids[wie]]
    assert huis.toegang.wis_factor(twee, ids[wie])
    assert not huis.toegang.heeft_factor(ids[wie])


def test_a_beheerder_of_another_municipality_asks_and_confirms_nothing_for_people_of_a_municipality(
    wereld: Wereld, klok: Klok
) -> None:
    huis, ids = wereld.huis, wereld.ids
    met_app(huis, email("privacy.aalten"))
    met_app(huis, email("ketenregisseur"))
    ander = huis.actor_van(ids["beheer.winterswijk"])
    for wie in ("privacy.aalten", "ketenregisseur"):
        with pytest.raises(NietGevonden):
            huis.toegang.wis_factor(ander, ids[wie])
    huis.toegang.wis_factor(huis.actor_van(ids["beheer.aalten"]), ids["privacy.aalten"])
    assert huis.toegang.te_wissen(ander) == []
    with pytest.raises(NietGevonden):
        huis.toegang.wis_factor(ander, ids["privacy.aalten"])


def test_a_request_of_who_is_no_beheerder_any_more_counts_for_nothing(wereld: Wereld, klok: Klok) -> None:
    huis, ids = wereld.huis, wereld.ids
    met_app(huis, email("privacy.aalten"))
    huis.toegang.wis_factor(huis.actor_van(ids["beheer.aalten"]), ids["privacy.aalten"])
    regio = huis.actor_van(ids["beheer.regio"])
    assert huis.toegang.te_wissen(regio) == [ids["privacy.aalten"]]
    with huis.alles() as sessie:
        sessie.execute(update(PersoonRij).where(PersoonRij.id == ids["beheer.aalten"]).values(actief=False))
        sessie.commit()
    assert huis.toegang.te_wissen(regio) == [] and huis.toegang.wisverzoek(ids["privacy.aalten"]) is None
    assert not huis.toegang.wis_factor(regio, ids["privacy.aalten"])


def test_who_sits_in_the_same_meeting_is_no_colleague_of_a_desk(wereld: Wereld, klok: Klok) -> None:
    huis, ids = wereld.huis, wereld.ids
    wie, naast, zitting = "deelnemer.aalten", "af.aalten", "zitting-00ff.aalten"
    met_app(huis, email(wie))
    with huis.alles() as sessie:
        sessie.add(WerkplekRij(id=zitting, tenant="aalten", soort="zitting"))
        geheim = Werkplekgeheim(zitting, 1, hpke.generate().private, signing.generate().private)
        for een in (wie, naast):
            rij = sessie.get(PersoonRij, ids[een])
            assert rij is not None
            voeg_lid_toe(sessie, huis.kekken, geheim, rij.id, rij.publiek)
        sessie.commit()
    actor, beheer = huis.actor_van(ids[naast]), huis.actor_van(ids["beheer.aalten"])
    assert zitting in actor.werkplekken and zitting in huis.actor_van(ids[wie]).werkplekken
    with pytest.raises(NietGevonden):
        huis.toegang.wis_factor(actor, ids[wie])
    # So the way of who has no desk is open to him.
    assert not huis.toegang.wis_factor(beheer, ids[wie])
    assert huis.toegang.wis_factor(huis.actor_van(ids["beheer.regio"]), ids[wie])


# -- asking again


def test_asking_again_takes_the_passphrase_or_a_fresh_code(wereld: Wereld, klok: Klok) -> None:
    huis, wie = wereld.huis, wereld.ids[WIE]
    huis.toegang.bevestig(wie, WACHTZIN)
    with pytest.raises(InloggenMislukt):
        huis.toegang.bevestig(wie, "123456")
    geheim, codes = met_app(huis)
    klok.verder(minutes=5)
    huis.toegang.bevestig(wie, code_nu(huis, geheim))
    with pytest.raises(InloggenMislukt):
        huis.toegang.bevestig(wie, code_nu(huis, geheim))
    huis.toegang.bevestig(wie, codes[0])
    huis.toegang.bevestig(wie, WACHTZIN)


def test_failures_of_asking_again_count_and_never_shut_out(wereld: Wereld, klok: Klok) -> None:
    huis, wie = wereld.huis, wereld.ids[WIE]
    for _ in range(VRIJ):
        with pytest.raises(InloggenMislukt):
            huis.toegang.bevestig(wie, FOUT)
    with pytest.raises(Wachten) as wacht:
        huis.toegang.bevestig(wie, WACHTZIN)
    klok.verder(seconds=wacht.value.seconden)
    huis.toegang.bevestig(wie, WACHTZIN)
    with pytest.raises(Wachten):
        huis.toegang.inloggen(MAIL, WACHTZIN)


# -- another passphrase, and the first rung


def met_code(wereld: Wereld, wie: str = WIE) -> str:
    """A new personal code for somebody, made as the account page makes it."""
    token = wereld.huis.toegang.inloggen(email(wie), WACHTZIN).token
    return wereld.huis.toegang.nieuwe_herstelcode(sessie_van(wereld.huis, token))


def test_another_passphrase_ends_the_other_sessions_and_the_old_one_is_dead(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    ander, hier = (huis.toegang.inloggen(MAIL, WACHTZIN).token for _ in range(2))
    sessie = sessie_van(huis, hier)
    with pytest.raises(InloggenMislukt):
        huis.toegang.wijzig_wachtzin(sessie, FOUT, NIEUW, hier)
    assert huis.sessies.aantal(wereld.ids[WIE]) == 2
    huis.toegang.wijzig_wachtzin(sessie, WACHTZIN, NIEUW, hier)
    assert huis.sessies.haal(ander)[0] is None and huis.sessies.haal(hier)[0] is not None
    with pytest.raises(InloggenMislukt):
        huis.toegang.inloggen(MAIL, WACHTZIN)
    assert sessie_van(huis, huis.toegang.inloggen(MAIL, NIEUW).token).geheim == sessie.geheim


def test_the_first_rung_gives_the_same_key_back_and_works_alone(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    zaak_id = wereld.meld()
    code = met_code(wereld)
    token = huis.toegang.inloggen(MAIL, WACHTZIN).token
    geheim = sessie_van(huis, token).geheim
    nieuwe_code = huis.toegang.herstel(MAIL, code.lower().replace("-", " "), NIEUW)
    assert huis.sessies.haal(token)[0] is None
    sessie = sessie_van(huis, huis.toegang.inloggen(MAIL, NIEUW).token)
    assert sessie.geheim == geheim
    with huis.werk(huis.actor_van_sessie(sessie), huis.sleutelbos(sessie)) as werk:
        zaak = werk.zaken.get(zaak_id)
        assert [een.inhoud for een in werk.documenten.open(zaak, ["ruw"], "")] != []
    with pytest.raises(Codefout) as fout:
        huis.toegang.herstel(MAIL, code, NIEUW)
    assert not fout.value.tikfout
    assert huis.toegang.herstel(MAIL, nieuwe_code, WACHTZIN)


def test_a_slip_of_the_pen_is_told_as_one_and_a_foreign_code_opens_nothing(wereld: Wereld, klok: Klok) -> None:
    huis, code = wereld.huis, met_code(wereld)
    verschreven = code[:5] + ("A" if code[5] != "A" else "B") + code[6:]
    for wie, getypt, tikfout in (
        (MAIL, verschreven, True),
        (MAIL, met_code(wereld, "af2.aalten"), False),
        ("niemand@meldroute.example", code, False),
    ):
        with pytest.raises(Codefout) as fout:
            huis.toegang.herstel(wie, getypt, NIEUW)
        assert fout.value.tikfout == tikfout
    assert huis.toegang.inloggen(MAIL, WACHTZIN).klaar


def test_wrong_recovery_codes_count_in_the_delay(wereld: Wereld, klok: Klok) -> None:
    huis, code = wereld.huis, met_code(wereld)
    verkeerd = met_code(wereld, "af2.aalten")
    for _ in range(VRIJ):
        with pytest.raises(Codefout):
            huis.toegang.herstel(MAIL, verkeerd, NIEUW, "onbekend")
    with pytest.raises(Wachten) as wacht:
        huis.toegang.herstel(MAIL, code, NIEUW)
    klok.verder(seconds=wacht.value.seconden)
    assert huis.toegang.herstel(MAIL, code, NIEUW, "", wacht.value.kaart)


def test_the_second_factor_is_still_asked_after_the_first_rung(wereld: Wereld, klok: Klok) -> None:
    code = met_code(wereld)
    met_app(wereld.huis)
    wereld.huis.toegang.herstel(MAIL, code, NIEUW)
    assert wereld.huis.toegang.inloggen(MAIL, NIEUW).half == "tweede"


def test_a_code_that_another_process_replaced_meanwhile_is_not_overwritten(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    rij = huis.toegang.rij(wereld.ids[WIE])
    sessie = sessie_van(huis, huis.toegang.inloggen(MAIL, WACHTZIN).token)
    huis.toegang.nieuwe_herstelcode(sessie)
    with pytest.raises(Ingehaald):
        huis.toegang._wijzig(rij, "herstelcode_vernieuwd", lambda nu: sluit_met_code(nu, sessie.geheim))


# -- upgrades at log-in


def test_other_costs_are_taken_over_at_the_next_log_in_once(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    huis.kosten = Kosten(64, 2, 1)
    afleidingen: list[int] = []
    for _ in range(2):
        voor = passphrase.RIJ.afleidingen
        huis.toegang.inloggen(MAIL, WACHTZIN)
        afleidingen.append(passphrase.RIJ.afleidingen - voor)
    assert afleidingen == [2, 1]
    assert huis.toegang.rij(wereld.ids[WIE]).kosten == huis.kosten.as_text()


def test_a_passphrase_under_the_root_key_before_is_moved_at_the_next_log_in(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    huis.wortels = replace(huis.wortels, nr=2, oud=huis.wortels.huidig)
    assert huis.toegang.inloggen(MAIL, WACHTZIN).klaar
    assert huis.toegang.rij(wereld.ids[WIE]).pepper_kid == 2
    huis.wortels = replace(huis.wortels, nr=3, oud=None)
    with pytest.raises(InloggenMislukt):
        huis.toegang.inloggen(MAIL, WACHTZIN)


def test_without_the_root_key_a_known_passphrase_can_not_be_confirmed(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    rij = huis.toegang.rij(wereld.ids[WIE])
    assert ontgrendel(rij, huis.wortels, huis.kosten, WACHTZIN)
    with pytest.raises(InloggenMislukt):
        ontgrendel(rij, Wortels(Wortel(bytes(32))), huis.kosten, WACHTZIN)


def test_a_swapped_public_key_is_shown_as_one(wereld: Wereld, klok: Klok) -> None:
    huis, wie = wereld.huis, wereld.ids[WIE]
    assert len(huis.toegang.vingerafdruk(wie).split()) == 5
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        sessie.execute(update(PersoonRij).where(PersoonRij.id == wie).values(publiek=bytes(32)))
        sessie.commit()
    assert huis.toegang.vingerafdruk(wie) == ""


def test_a_row_with_costs_that_cannot_be_is_a_wrong_passphrase_and_no_crash(wereld: Wereld, klok: Klok) -> None:
    with Session(wereld.huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        sessie.execute(update(PersoonRij).where(PersoonRij.id == wereld.ids[WIE]).values(kosten="$argon2id$v=19$m=1"))
        sessie.commit()
    mislukt(wereld.huis, 1)


# -- sessions


def test_a_half_session_ends_none_and_is_not_counted(wereld: Wereld, klok: Klok) -> None:
    huis, wie = wereld.huis, wereld.ids[WIE]
    met_app(huis)
    klok.verder(minutes=1)
    assert huis.sessies.aantal(wie) == 1
    for _ in range(3):
        naar_tweede(huis)
    assert huis.sessies.aantal(wie) == 1
    huis.sessies.eindig_alle(wie)
    assert huis.sessies.aantal(wie) == 0
    with Session(huis.sessie_engine) as sessie:
        sessie.info["gemeente"] = "*"
        over = select(func.count()).where(SessieRij.persoon_id == wie, SessieRij.inhoud != b"")
        assert sessie.scalar(over) == 0


def test_small_things_in_a_session_are_sealed_and_taken_once(wereld: Wereld, klok: Klok) -> None:
    huis = wereld.huis
    token = huis.toegang.inloggen(MAIL, WACHTZIN).token
    huis.sessies.onthoud(token, uitdaging="abc", naar="/taken")
    assert sessie_van(huis, token).extra == {"uitdaging": "abc", "naar": "/taken"}
    assert huis.sessies.pak(token, "uitdaging") == "abc"
    assert huis.sessies.pak(token, "uitdaging") is None
    huis.sessies.onthoud(token, naar=None)
    assert sessie_van(huis, token).extra == {}


def test_a_factor_without_app_and_keys_is_none(wereld: Wereld, klok: Klok) -> None:
    huis, wie = wereld.huis, wereld.ids[WIE]
    met_app(huis)
    leeg: Callable[[Factor | None], Factor] = lambda oud: replace(oud or Factor(), totp=b"")  # noqa: E731
    huis.toegang.zet_factor(wie, leeg)
    assert huis.toegang.factor(wie) is None
    assert huis.toegang.inloggen(MAIL, WACHTZIN).klaar
