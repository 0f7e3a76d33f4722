"""The commands for files that leave: python -m exports deck | brief | workbook | picture | data | site."""

import argparse
import json
import sys
from typing import Any

from data_access.errors import BadInput
from exports.deck.command import add_command
from exports.file_commands import add_commands
from exports.pdf.command import add_command as add_brief
from exports.site.command import add_command as add_site

INTERRUPTED = 130  # what a shell expects of a program that Ctrl+C ended


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns 0 on success, 2 with the reason on standard error, and 130 after Ctrl+C."""
    from data_access.failures import told

    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add_command(commands)
    add_brief(commands)
    add_commands(commands)
    add_site(commands)
    parsed = parser.parse_args(arguments)
    try:
        with told(lambda: "Nothing was written."):
            result = parsed.run(parsed)
    except BadInput as error:
        print(error, file=sys.stderr)
        return INTERRUPTED if isinstance(error.__cause__, KeyboardInterrupt) else 2
    print(json.dumps(result, ensure_ascii=False) if parsed.json else _words(result), flush=True)
    return 0


def _words(result: dict[str, Any]) -> str:
    return f"Wrote {result['file']} ({result['bytes'] / 1000:,.0f} kB) of release {result['release']}."


if __name__ == "__main__":
    sys.exit(main())
