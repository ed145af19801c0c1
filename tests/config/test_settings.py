"""Settings come from the environment or a file, and a wrong one is named."""

from pathlib import Path

import pytest

from config.bestanden import BestandFout, lees
from config.settings import Settings, SettingsError, is_lokaal


def test_without_anything_everything_lies_in_the_data_folder() -> None:
    settings = Settings.from_environment({})
    assert settings.data == Path("data")
    assert settings.database_url == "sqlite:///data/zaken.db"
    assert settings.kluis_url == "sqlite:///data/kluis.db"
    assert settings.sessie_url == "sqlite:///data/sessies.db"
    assert settings.root_file == Path("data/root.key")
    assert settings.cert_public == Path("data/cert.pub")
    assert settings.mail_dir == Path("data/mail")
    assert (settings.smtp_url, settings.oefenomgeving) == (None, False)
    assert (settings.argon_kib, settings.argon_passes, settings.argon_lanes) == (65536, 3, 4)
    assert (settings.config_map / "routes" / "signaal.toml").is_file()


def test_another_data_folder_moves_everything_that_was_not_set_itself() -> None:
    settings = Settings.from_environment(
        {"MELDROUTE_DATA": "/srv/x", "MELDROUTE_KLUIS_URL": "postgresql://db/kluis", "PATH": "/bin"}
    )
    assert settings.database_url == "sqlite:////srv/x/zaken.db"
    assert settings.kluis_url == "postgresql://db/kluis"
    assert settings.root_file == Path("/srv/x/root.key")


def test_the_environment_wins_over_the_file_and_an_argument_over_both(tmp_path: Path) -> None:
    bestand = tmp_path / "meldroute.toml"
    bestand.write_text('basis_url = "https://a.example"\nargon_kib = 65537\ntrusted_hosts = ["a.example"]\n')
    env = {"MELDROUTE_CONFIG": str(bestand), "MELDROUTE_BASIS_URL": "https://b.example"}
    settings = Settings.from_environment(env, oefenomgeving=True)
    assert settings.basis_url == "https://b.example"
    assert settings.argon_kib == 65537
    assert settings.trusted_hosts == ("a.example",)
    assert settings.oefenomgeving is True
    assert Settings.from_environment(env, basis_url="https://c.example").basis_url == "https://c.example"


def test_outside_practice_a_passphrase_costs_enough_to_search_for() -> None:
    with pytest.raises(SettingsError, match="MELDROUTE_ARGON_KIB: expected at least 47104"):
        Settings.from_environment({"MELDROUTE_ARGON_KIB": "47103", "MELDROUTE_ARGON_PASSES": "20"})
    assert Settings.from_environment({"MELDROUTE_ARGON_KIB": "47104", "MELDROUTE_ARGON_PASSES": "1"}).argon_passes == 1
    goedkoop = {"MELDROUTE_ARGON_KIB": "8192", "MELDROUTE_OEFENOMGEVING": "ja"}
    assert Settings.from_environment(goedkoop).argon_kib == 8192


@pytest.mark.parametrize(
    ("host", "antwoord"),
    [
        *(("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True)),
        *(("0.0.0.0", False), ("", False), ("192.168.1.4", False), ("localhost.kwaad.example", False)),
    ],
)
def test_only_an_address_of_this_machine_is_local(host: str, antwoord: bool) -> None:
    assert is_lokaal(host) == antwoord


def test_host_names_stand_with_commas_between_them() -> None:
    settings = Settings.from_environment({"MELDROUTE_TRUSTED_HOSTS": "a.example, b.example"})
    assert settings.trusted_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("naam", "waarde", "verwacht"),
    [
        ("DATA", "", "a path"),
        ("DATABASE_URL", "mysql://db/x", "sqlite:// or postgresql://"),
        ("DATABASE_URL", "zaken.db", "sqlite:// or postgresql://"),
        ("SMTP_URL", "http://mail", "smtp:// or smtps://"),
        ("BASIS_URL", "meldroute", "https:// or http://"),
        ("OEFENOMGEVING", "misschien", "ja or nee"),
        ("ARGON_KIB", "1024", "from 8192 to 4194304"),
        ("ARGON_PASSES", "0", "from 1 to 20"),
        ("ARGON_LANES", "veel", "from 1 to 16"),
        ("CONFIG_MAP", "/nergens", "a folder that exists"),
        ("TRUSTED_HOSTS", "a,,b", "host names"),
        ("KLEUR", "rood", "one of MELDROUTE_ARGON_KIB"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_expected(naam: str, waarde: str, verwacht: str) -> None:
    with pytest.raises(SettingsError) as gevonden:
        Settings.from_environment({f"MELDROUTE_{naam}": waarde})
    assert gevonden.value.naam == f"MELDROUTE_{naam}"
    assert str(gevonden.value).startswith(f"MELDROUTE_{naam}: expected ")
    assert verwacht in str(gevonden.value)


def test_a_password_in_a_wrong_url_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as gevonden:
        Settings.from_environment({"MELDROUTE_DATABASE_URL": "mysql://iemand:geheim@db/x"})
    assert "geheim" not in str(gevonden.value)


@pytest.mark.parametrize("inhoud", ["basis_url = ", "kleur = 'rood'", None])
def test_a_file_that_cannot_be_used_is_named(inhoud: str | None, tmp_path: Path) -> None:
    bestand = tmp_path / "meldroute.toml"
    if inhoud is not None:
        bestand.write_text(inhoud)
    with pytest.raises(SettingsError) as gevonden:
        Settings.from_environment({"MELDROUTE_CONFIG": str(bestand)})
    assert str(bestand) in str(gevonden.value)


def test_an_argument_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment({}, kleur="rood")


@pytest.mark.parametrize(("inhoud", "reden"), [(b'a = 1\nb = "x\n', "line 2"), (b"a = '\xff'", "not UTF-8 at byte 5")])
def test_a_policy_file_that_is_broken_is_named_with_its_place(inhoud: bytes, reden: str, tmp_path: Path) -> None:
    pad = tmp_path / "kapot.toml"
    pad.write_bytes(inhoud)
    with pytest.raises(BestandFout) as gevonden:
        lees(pad)
    assert str(pad) in str(gevonden.value)
    assert reden in str(gevonden.value)
