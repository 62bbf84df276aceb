"""Settings: defaults that work, production that refuses, keys that are kept."""

import stat
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from hub.bootstrap import (
    bootstrap_code,
    forget_bootstrap_code,
    matches_bootstrap_code,
    needs_bootstrap_code,
)
from hub.settings import Environment, Registration, Settings, user_data_folder

GOOD = {
    "secret": "k3J9-vUqz_Xw7TbL1m5NcR8sYd2FgH6pQ0eAiO4u",
    "encryption_key": Fernet.generate_key().decode(),
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` and no setting of the machine that runs the tests."""
    import os

    for name in list(os.environ):
        if name.startswith("PANORAMIX_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    settings = Settings()
    assert settings.base_url == "http://127.0.0.1:4000"
    assert settings.registration is None
    assert settings.data_dir == tmp_path / "share" / "panoramix" == user_data_folder()
    assert not settings.data_dir.exists(), "reading the settings writes nothing"


def test_environment_and_dotenv_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PANORAMIX_PORT=4100\nPANORAMIX_REGISTRATION=closed\nPANORAMIX_MONGO_URL=\n")
    monkeypatch.setenv("PANORAMIX_PORT", "4200")
    monkeypatch.setenv("PANORAMIX_ALLOWED_ORIGINS", "https://a.example, https://B.example:8443/")
    monkeypatch.setenv("PANORAMIX_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8")
    monkeypatch.setenv("PANORAMIX_GOOGLE_SECRET", "short name")
    settings = Settings()
    assert settings.port == 4200, "the environment wins over .env"
    assert settings.registration is Registration.CLOSED
    assert settings.mongo_url is None, "an empty value is not set"
    assert settings.allowed_origins == ("https://a.example", "https://b.example:8443")
    assert settings.trusted_proxies == (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"))
    assert settings.google_client_secret is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", 70000),
        ("registration", "sometimes"),
        ("allowed_origins", "https://a.example/path"),
        ("public_url", "a.example"),
        ("encryption_key", "too short"),
        ("trusted_proxies", "my-proxy"),
    ],
)
def test_nonsense_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"secret": None}, "PANORAMIX_SECRET"),
        ({"secret": "changeme"}, "PANORAMIX_SECRET"),
        ({"secret": "a" * 64}, "PANORAMIX_SECRET"),
        ({"encryption_key": None}, "PANORAMIX_ENCRYPTION_KEY"),
        ({"allowed_origins": "*"}, "PANORAMIX_ALLOWED_ORIGINS"),
    ],
)
def test_production_refuses_what_is_only_convenient(changes: dict[str, object], named: str) -> None:
    accepted = Settings(env=Environment.PRODUCTION, **GOOD)
    assert accepted.is_production
    with pytest.raises(ValidationError, match=named) as refusal:
        Settings(env=Environment.PRODUCTION, **{**GOOD, **changes})
    assert GOOD["secret"] not in str(refusal.value), "no secret in the message"
    assert not Settings(**changes).is_production, "development takes the same values"


def test_keys_are_made_once_and_kept_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first, second = Settings(data_dir=folder), Settings(data_dir=folder)
    assert first.signing_secret == second.signing_secret != ""
    assert first.encryption_secret == second.encryption_secret
    Fernet(first.encryption_secret)
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["encryption.key", "signing.key"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    given = Settings(data_dir=folder, **GOOD)
    assert given.signing_secret == GOOD["secret"], "a setting wins over what is kept"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("box", False),
    ],
)
def test_first_account_needs_a_code_beyond_loopback(host: str, expected: bool) -> None:
    settings = Settings(host=host)
    assert settings.listens_on_loopback is expected
    assert needs_bootstrap_code(settings) is not expected


def test_bootstrap_code_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    code = bootstrap_code(settings)
    assert code == bootstrap_code(Settings(data_dir=tmp_path))
    assert matches_bootstrap_code(settings, f" {code.upper()} ")
    assert not matches_bootstrap_code(settings, code[:-1])
    forget_bootstrap_code(settings)
    assert bootstrap_code(settings) != code
