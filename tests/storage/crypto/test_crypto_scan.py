"""What the storage package must never reach for, read from its syntax trees."""

import ast
from pathlib import Path

import pytest

WORTEL = Path(__file__).parents[3]
MODULES = sorted((WORTEL / "storage").rglob("*.py"))
VERBODEN_MODULES = {
    "random",
    "pickle",
    "cPickle",
    "dill",
    "shelve",
    "marshal",
    "sqlalchemy_utils",
}
VERBODEN_NAMEN = {
    "Fernet",
    "MultiFernet",
    "EncryptedType",
    "StringEncryptedType",
    "CBC",
    "ECB",
    "MD5",
    "SHA1",
}
# The one place each: two derivations at once hang the process, and a second envelope would be a second format.
EEN_PLEK = {
    "Argon2id": {"passphrase.py"},
    "AESGCM": {"envelope.py"},
    "Suite": {"hpke.py"},
}


def forbidden(tree: ast.AST) -> set[str]:
    """Find the forbidden modules and names that a module imports or mentions."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & VERBODEN_MODULES
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").split(".")[0]} & VERBODEN_MODULES
            found |= {alias.name for alias in node.names} & (VERBODEN_MODULES | VERBODEN_NAMEN)
        elif isinstance(node, ast.Attribute):
            found |= {node.attr} & VERBODEN_NAMEN
        elif isinstance(node, ast.Name):
            found |= {node.id} & VERBODEN_NAMEN
    return found


def _imported(tree: ast.AST) -> set[str]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in nodes for alias in node.names}


def test_storage_uses_no_random_pickle_fernet_or_encrypted_type() -> None:
    assert len(MODULES) >= 12
    gevonden = {path.name: found for path in MODULES if (found := forbidden(ast.parse(path.read_text())))}
    # The codes of an authenticator app are HMAC-SHA-1 (RFC 6238): no app knows another hash for certain.
    assert gevonden == {"tweedefactor.py": {"SHA1"}}


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import random as r",
        "from random import choice",
        "import pickle",
        "from cryptography.fernet import Fernet",
        "from cryptography import fernet\nfernet.Fernet(k)",
        "from sqlalchemy_utils import EncryptedType",
        "modes.ECB()",
    ],
)
def test_the_scan_finds_each_of_them(source: str) -> None:
    assert forbidden(ast.parse(source))


def test_each_primitive_is_imported_in_one_module() -> None:
    places: dict[str, set[str]] = {name: set() for name in EEN_PLEK}
    for path in MODULES:
        for name in _imported(ast.parse(path.read_text())) & EEN_PLEK.keys():
            places[name].add(path.name)
    assert places == EEN_PLEK


def test_crypto_imports_only_the_standard_library_cryptography_and_itself() -> None:
    roots: set[str] = set()
    for path in (WORTEL / "storage" / "crypto").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                roots.add(".".join((node.module or "").split(".")[:2]))
            elif isinstance(node, ast.Import):
                roots |= {alias.name for alias in node.names}
    foreign = {
        root for root in roots if root.startswith(("sqlalchemy", "flask", "web", "workflow", "config", "storage."))
    }
    assert foreign == {"storage.crypto"}
