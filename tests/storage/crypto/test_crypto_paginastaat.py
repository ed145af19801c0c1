"""The sealed page state: opens here, for this municipality and in time; after that only to be shown again."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto.envelope import seal
from storage.crypto.errors import Ongeldig
from storage.crypto.paginastaat import COULANCE, open_state, seal_state

SLEUTEL = bytes(range(32))
VERLOOPT = 1_800_000_000
ANTWOORDEN = {"tekst": "één signaal", "herken": ["a", "b"], "gevaar": None, "stap": 2}
STAAT = seal_state(SLEUTEL, ANTWOORDEN, "aalten", VERLOOPT)


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.text(max_size=200) | st.integers() | st.booleans(),
        max_size=6,
    )
)
def test_the_answers_come_back_as_they_were(data: dict[str, object]) -> None:
    text = seal_state(SLEUTEL, data, "aalten", VERLOOPT)
    assert open_state(SLEUTEL, text, "aalten", VERLOOPT - 1) == (data, False)


@pytest.mark.parametrize(
    ("nu", "verlopen"),
    [
        (0, False),
        (VERLOOPT - 1, False),
        (VERLOOPT, True),
        (VERLOOPT + COULANCE - 1, True),
    ],
)
def test_an_expired_state_still_opens_for_a_day_and_says_so(nu: int, verlopen: bool) -> None:
    assert open_state(SLEUTEL, STAAT, "aalten", nu) == (ANTWOORDEN, verlopen)


def test_after_that_day_it_no_longer_opens() -> None:
    assert COULANCE == 86_400
    for nu in (VERLOOPT + COULANCE, VERLOOPT + 10 * COULANCE):
        with pytest.raises(Ongeldig):
            open_state(SLEUTEL, STAAT, "aalten", nu)


def test_another_municipality_or_key_opens_nothing() -> None:
    for key, gemeente in ((SLEUTEL, "winterswijk"), (bytes(32), "aalten")):
        with pytest.raises(Ongeldig):
            open_state(key, STAAT, gemeente, VERLOOPT - 1)


def test_every_other_character_every_cut_and_every_addition_is_refused() -> None:
    tried = [STAAT[:at] + ("A" if teken != "A" else "B") + STAAT[at + 1 :] for at, teken in enumerate(STAAT)]
    tried += [STAAT[:at] for at in range(len(STAAT))]
    tried += [STAAT + extra for extra in ("A", "=", "==", " ", "\n", "é", "\ud800")] + [
        " " + STAAT,
        "é",
        "\x00",
    ]
    for text in tried:
        with pytest.raises(Ongeldig):
            open_state(SLEUTEL, text, "aalten", VERLOOPT - 1)


def test_one_state_has_one_spelling() -> None:
    text = seal_state(SLEUTEL, {}, "aalten", VERLOOPT)
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    spellings = [
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        text[:40] + "!" + text[40:],
    ]
    for other in spellings:
        if other != text:
            with pytest.raises(Ongeldig):
                open_state(SLEUTEL, other, "aalten", VERLOOPT - 1)
    last = text[:-1] + chr(ord(text[-1]) + 1)
    with pytest.raises(Ongeldig):
        open_state(SLEUTEL, last, "aalten", VERLOOPT - 1)


def test_text_with_half_a_surrogate_comes_back() -> None:
    text = seal_state(SLEUTEL, {"tekst": "\ud800"}, "aalten", VERLOOPT)
    assert open_state(SLEUTEL, text, "aalten", 0) == ({"tekst": "\ud800"}, False)


def test_the_text_is_safe_in_a_hidden_field_and_shows_no_answer() -> None:
    assert STAAT.replace("-", "").replace("_", "").isalnum()
    assert "signaal" not in base64.urlsafe_b64decode(STAAT + "=" * (-len(STAAT) % 4)).decode("latin-1")


def test_an_envelope_of_another_use_is_no_page_state() -> None:
    other = base64.urlsafe_b64encode(seal(SLEUTEL, b"{}", ("iets", "aalten"))).decode().rstrip("=")
    with pytest.raises(Ongeldig):
        open_state(SLEUTEL, other, "aalten", 0)


def test_the_length_shows_only_roughly_how_much_was_typed() -> None:
    sizes = {len(seal_state(SLEUTEL, {"tekst": "a" * length}, "aalten", VERLOOPT)) for length in range(0, 4001, 16)}
    assert len(sizes) <= 17
