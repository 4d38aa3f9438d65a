"""Write the conversation in README.md anew, as the bot has it now.

The block is found by its first line, and what the person says by the ``> `` before it. Run it after an edit
that changes a reply in there; a test tells when that is so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=^```text\n)> .*?(?=^```$)", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"^> (.+)$", re.MULTILINE)


class NoConversationError(Exception):
    """There is no conversation in the text."""


def block_of(readme: str) -> str:
    """Return the conversation as it stands in the text.

    Raises:
        NoConversationError: no block of kind ``text`` begins with ``> ``.
    """
    found = _BLOCK.search(readme)
    if found is None:
        message = "README.md has no block that begins with ```text and a line with > and a question"
        raise NoConversationError(message)
    return found[0]


def spoken(block: str) -> str:
    """Return what the chat shows when somebody types what the person says in the block."""
    typed = "\n".join(_SAID.findall(block)) + "\n"
    command = [sys.executable, "-m", "bot", "chat"]
    width = {"COLUMNS": "80"}
    run = subprocess.run(  # noqa: S603 (the command is fixed)
        command,
        input=typed,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env=os.environ | width,
    )
    return run.stdout.strip("\n") + "\n"


def main() -> None:
    """Put the present conversation in place of the one that stands there."""
    readme = README.read_text(encoding="utf-8")
    block = block_of(readme)
    README.write_text(readme.replace(block, spoken(block), 1), encoding="utf-8")


if __name__ == "__main__":
    main()
