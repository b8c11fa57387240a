"""The command line: starts what the other rooms built, and says clearly why it cannot.

Public: `main`. Each command is a module with `arguments(parser)` and `run(options)`, imported
only when it is called. May import every room; no room imports it.
"""

from headwater.cli.front import main

__all__ = ["main"]
