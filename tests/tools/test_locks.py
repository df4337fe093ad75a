"""The locks serve everybody: no address of a registry, hashes throughout, and all that pyproject.toml names."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tools.checkout import DEV_LOCK, INSTALLER_LOCK, LOCK, NODE_LOCK, PACKAGE_LOCK, PYPROJECT, ROOT

LOCKS = [LOCK, DEV_LOCK, INSTALLER_LOCK, NODE_LOCK]
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)", re.MULTILINE)


def pins(lock: Path) -> dict[str, str]:
    return dict(PIN.findall(lock.read_text()))


def wanted(group: list[Any]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in group)
    return {re.sub(r"[._-]+", "-", name[0]).lower() for name in names if name}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"--(index|extra-index|find-links|trusted-host)", text)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_the_locks_hold_all_that_is_asked_for() -> None:
    project = tomllib.loads(PYPROJECT.read_text())
    runtime = wanted(project["project"]["dependencies"]) | wanted(project["build-system"]["requires"])
    assert runtime <= set(pins(LOCK))
    assert runtime | wanted(project["dependency-groups"]["dev"]) <= set(pins(DEV_LOCK))


def test_tests_run_with_the_versions_that_are_served() -> None:
    assert pins(LOCK).items() <= pins(DEV_LOCK).items()


def test_the_front_end_lock_holds_no_address_of_a_registry() -> None:
    packages = json.loads(PACKAGE_LOCK.read_text())["packages"]
    installed = {path: package for path, package in packages.items() if path}
    assert installed
    assert [path for path, package in installed.items() if "resolved" in package] == []
    assert all(package["integrity"].startswith("sha512-") for package in installed.values())
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()


def test_the_front_end_lock_belongs_to_package_json() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    locked = json.loads(PACKAGE_LOCK.read_text())["packages"][""]
    assert locked["dependencies"] == asked["dependencies"]
    assert locked["devDependencies"] == asked["devDependencies"]
