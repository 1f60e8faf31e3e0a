"""Log lines carry no personal data."""

import logging

import pytest

from config.settings.logs import logging_config


@pytest.fixture(params=[True, False], ids=["json", "terminal"])
def line(request):
    """`line(event)`: how an event is written."""
    config = logging_config(as_json=request.param, level="INFO")
    made = dict(config["formatters"]["lines"])
    formatter = made.pop("()")(**made)

    def write(event):
        record = logging.LogRecord("web", logging.INFO, __file__, 1, event, None, None)
        record._logger, record._name = logging.getLogger("web"), "info"
        return formatter.format(record)

    return write


def test_a_request_loses_what_was_searched_for(line):
    written = line(
        {
            "event": "request_finished",
            "request": "GET /register/owners/?name=张三&phone=13800000000",
            "user_agent": "Mozilla",
            "user_id": 7,
        }
    )

    assert "/register/owners/" in written
    assert "7" in written
    for secret in ("张三", "13800000000", "Mozilla"):
        assert secret not in written


def test_a_fault_names_lines_of_code_but_no_values(line):
    person = "李" + "四"
    try:
        try:
            {}[person]
        except KeyError as error:
            raise ValueError(f"没有 {person}") from error
    except ValueError:
        written = line({"event": "job_failed 13812345678", "exc_info": True})

    assert "ValueError" in written
    assert "KeyError" in written
    assert "test_logs.py" in written
    assert "李四" not in written
    assert "13812345678" not in written
