"""`python3 -m config.launch run|test|bench|setup|lock`: the commands behind the Makefile.

Starts under any Python 3.11 with the standard library alone, then goes on in `.venv`.
"""

from __future__ import annotations

import os
import sys

from config.launch import assets, venv
from config.launch.say import say, stop

_KINDS = {
    "setup": "dev",
    "run": "base",
    "test": "dev",
    "bench": "dev",
    "bench-import": "dev",
    "fix": "dev",
    "lock": "dev",
}


def main(arguments: list[str]) -> int:
    """Prepare the environment, enter it, do what was asked; the exit code."""
    action = arguments[0] if arguments else ""
    if action not in _KINDS:
        stop(f"用法：python3 -m config.launch {'|'.join(_KINDS)}")
    assets.begin()
    venv.prepare(_KINDS[action])
    if not venv.inside():
        venv.enter(arguments)
    # Only from here on are the locked packages there.
    from config.launch import check

    if action == "lock":
        return check.lock()
    if action == "fix":
        return check.fix()
    assets.prepare()
    if action == "test":
        return check.everything()
    if action.startswith("bench"):
        return check.bench(action.removeprefix("bench").removeprefix("-"))
    if action == "run":
        return _run()
    return 0


def _run() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    import django
    from django.conf import settings

    from config.launch import commands, serve, static, system

    port = int(os.environ.get("PORT") or 8000)
    serve.check_port(port)
    system.advise_on_printing()
    django.setup()
    commands.fill()
    static.collect()

    def greet(address: str) -> None:
        say(f"\n已启动：{address}  （Ctrl-C 停止）\n")
        commands.speak("demo_accounts")

    return serve.serve(port, greet, settings.DATABASES["default"].get("EMBEDDED"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
