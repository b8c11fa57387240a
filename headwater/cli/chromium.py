"""The browser for the browser tests: the system's own, or one that Playwright installs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from headwater.cli.refusal import Refusal

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
VARIABLE = "HEADWATER_CHROMIUM"


def chromium() -> str:
    """The path of a Chromium that starts; installs one where there is none."""
    for find in (named, installed, from_debian, from_playwright):
        if path := find():
            return path
    raise Refusal(
        "the browser tests need Chromium, and neither the system's package manager nor "
        f"Playwright's installer could get one: install it, or name it in {VARIABLE}."
    )


def named() -> str:
    """The one that the caller has chosen."""
    return os.environ.get(VARIABLE, "")


def installed() -> str:
    """One that is on the path, or that Playwright has fetched before."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return playwrights_own()


def from_debian() -> str:
    """By apt-get, where we are root on Debian or something like it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    print("Installing Chromium by apt-get …", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"]
    if subprocess.run(install, env=quiet, stdout=sys.stderr, check=False).returncode:
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=sys.stderr, check=False)
        subprocess.run(install, env=quiet, stdout=sys.stderr, check=False)
    return shutil.which("chromium") or ""


def from_playwright() -> str:
    """By Playwright's own installer, into the user's cache."""
    print("Installing Chromium by Playwright …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, stdout=sys.stderr, check=False)
    return playwrights_own()


def playwrights_own() -> str:
    """The path at which Playwright keeps its Chromium, if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else ""
