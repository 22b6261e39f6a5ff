"""The launcher's command line: `python -m mohit.launcher run | dev | manage <Django command…>`."""

from __future__ import annotations

import sys

from mohit.launcher import commands
from mohit.launcher.environment import LaunchError

COMMANDS = {"run": commands.run, "dev": commands.dev, "manage": commands.manage}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    sys.stdout.reconfigure(line_buffering=True, errors="replace")
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except LaunchError as error:
        print(f"\nMohit: {error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
