"""The browser of the browser tests: CHROMIUM, the system's own, or one installed by apt. Never none."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class ChromiumMissing(RuntimeError):
    """No browser, and no way to install one; the message says what to do."""


def find_chromium() -> str:
    """The path of a Chromium that runs; it is installed where apt works."""
    if given := os.environ.get("CHROMIUM"):
        if runs(given):
            return given
        raise ChromiumMissing(f"CHROMIUM={given} does not run.")
    if found := of_the_system():
        return found
    install()
    if found := of_the_system():
        return found
    raise ChromiumMissing(
        "the browser tests need Chromium or Chrome, and none was found or could be installed.\n"
        "Debian: apt-get install chromium. Elsewhere: install it and set CHROMIUM=/path/to/it."
    )


def of_the_system() -> str | None:
    for name in NAMES:
        path = shutil.which(name)
        if path and runs(path):
            return path
    return None


def runs(path: str) -> bool:
    """Whether it starts; Ubuntu's package is only a note about a snap."""
    try:
        subprocess.run([path, "--version"], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def install() -> None:
    """By apt, as root or with a sudo that asks for no password; silent failure is judged by the caller."""
    if not shutil.which("apt-get"):
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and not shutil.which("sudo"):
        return
    print("Installing Chromium for the browser tests…", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run([*rights, "apt-get", *arguments], env=environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return
