"""The deployment files agree with the settings and with each other. There is no container engine in the tests."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.settings import Settings
from hub.settings_reference import known_variables

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ["Dockerfile", "compose.yaml", "nginx/panoramix.conf", "panoramix.service"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    return yaml.safe_load((ROOT / "ops/compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*FILES, "../docs/deployment.md", "../README.md"])
def test_only_real_settings_are_named(name: str) -> None:
    named = set(re.findall(r"PANORAMIX_[A-Z_]*[A-Z]", (ROOT / "ops" / name).read_text(encoding="utf-8")))
    assert named <= known_variables()


def test_production_starts_with_what_compose_sets_and_the_documented_keys(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import base64
    import secrets

    for variable, value in compose["services"]["hub"]["environment"].items():
        monkeypatch.setenv(variable, re.sub(r"\$\{\w+:\?[^}]*\}", "filled-in", value))
    # What `openssl rand -base64 48` and the second command of docs/deployment.md print.
    monkeypatch.setenv("PANORAMIX_SECRET", base64.b64encode(secrets.token_bytes(48)).decode())
    monkeypatch.setenv("PANORAMIX_ENCRYPTION_KEY", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    settings = Settings(_env_file=None)
    assert settings.is_production
    assert settings.mongo_url


def test_compose_asks_for_every_secret_and_publishes_only_on_loopback(compose: dict[str, Any]) -> None:
    text = (ROOT / "ops/compose.yaml").read_text(encoding="utf-8")
    for secret in ("PANORAMIX_SECRET", "PANORAMIX_ENCRYPTION_KEY", "MONGO_PASSWORD"):
        assert f"${{{secret}:?" in text
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published and all(port.startswith("127.0.0.1:") for port in published)
    services = compose["services"].values()
    named = {volume.split(":")[0] for service in services for volume in service.get("volumes", [])}
    assert named == set(compose["volumes"])


def test_the_image_does_not_run_as_root_and_copies_what_exists() -> None:
    lines = (ROOT / "ops/Dockerfile").read_text(encoding="utf-8").splitlines()
    last_stage = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]
    assert "USER panoramix" in last_stage
    assert last_stage.index("USER panoramix") < last_stage.index('ENTRYPOINT ["panoramix"]')
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            *sources, _ = line.split()[1:]
            assert all((ROOT / source).exists() for source in sources), line


def test_nginx_lets_uploads_and_sockets_through() -> None:
    text = (ROOT / "ops/nginx/panoramix.conf").read_text(encoding="utf-8")
    limit = re.search(r"client_max_body_size (\d+)m;", text)
    assert limit and int(limit[1]) > Settings(_env_file=None).max_upload_mb
    assert "proxy_set_header Upgrade           $http_upgrade;" in text
    assert text.count("{") == text.count("}")
