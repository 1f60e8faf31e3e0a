"""How the product logs: one structured line per event, ids only, never a person's data."""

from __future__ import annotations

import traceback
from typing import Any

import structlog

from common.names import veil_numbers

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
]


def logging_config(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: JSON lines for a server, readable lines for a terminal.

    Request lines carry method, path and user id; query strings, bodies and addresses are left out.
    """
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    _without_personal_data,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.ExceptionRenderer(_fault),
                    renderer,
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["terminal"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},  # refusals are ordinary; faults are not
            "django-q": {"handlers": ["terminal"], "level": level, "propagate": False},
            "axes": {"level": "ERROR"},  # its lines name accounts and addresses
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def _without_personal_data(_logger: Any, _method: str, event: Any) -> Any:
    event.pop("user_agent", None)
    if isinstance(event.get("request"), str):
        event["request"] = event["request"].partition("?")[0]
    event["event"] = veil_numbers(str(event["event"]))
    return event


def _fault(exc_info: Any) -> str:
    """Lines of code and kinds of errors: what an error says may be a name or a whole row."""
    told: traceback.TracebackException | None = traceback.TracebackException(*exc_info)
    parts: list[str] = []
    while told is not None:
        kind = getattr(told.exc_type, "__qualname__", "")
        parts.append("".join([*told.stack.format(), kind]))
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return "\n\n".join(reversed(parts))
