"""Server killed, database gone and back while clerks send papers: each arrives exactly once.

A real gunicorn on a database of its own. Clients do as the sheet does: they keep a paper with its
own number until the server has said yes, and send it again when the line drops.
"""

import os
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from tests.browser.product import installed

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "Laojiu-Yanshi-2024"
NORTH, CLERKS, DEADLINE, KILLS = "电力局北家属院", 4, 180, 2
PATIENCE = 30


@pytest.fixture(scope="module")
def office(run_id, django_db_modify_db_settings, django_db_blocker):
    with installed(run_id, "killed", django_db_blocker, "story", NORTH) as product:
        product.serve()
        yield product


class Clerk(threading.Thread):
    """A browser that keeps what the server has not confirmed."""

    def __init__(self, product, address, queue):
        super().__init__(daemon=True)
        self.product, self.address, self.queue = product, address, queue
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.sent, self.confirmed, self.refused = 0, [], []

    def sign_in(self):
        """As a person does."""
        self._get("/login/")
        self._post("/login/", {"username": "demo_clerk", "password": PASSWORD})

    def run(self):
        """Send everything, again and again until the server has said yes to each."""
        deadline = time.monotonic() + DEADLINE
        while self.queue and time.monotonic() < deadline:
            paper = self.queue[0]
            self.sent += 1
            try:
                self._post(self.address, paper, json=True)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    self.refused.append((error.code, error.read().decode()))
                    self.queue.pop(0)
                else:
                    time.sleep(0.2)
            except OSError:
                time.sleep(0.2)
            else:
                self.confirmed.append(paper["client_id"])
                self.queue.pop(0)

    def _get(self, path):
        with self.opener.open(self.product.url + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def _post(self, path, body, *, json=False):
        token = next((c.value for c in self.jar if c.name == "csrftoken"), "")
        data = urllib.parse.urlencode(body | {"csrfmiddlewaretoken": token}).encode()
        headers = {"Referer": self.product.url + path}
        if json:
            headers["Accept"] = "application/json"
        request = urllib.request.Request(  # noqa: S310  our own server
            self.product.url + path, data=data, headers=headers
        )
        with self.opener.open(request, timeout=PATIENCE) as answer:
            return answer.read().decode()


def kill_hard(product):
    """SIGKILL for gunicorn and its workers, in the middle of whatever they do."""
    for child in product.children:
        children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
        for pid in (*map(int, children), child.pid):
            os.kill(pid, signal.SIGKILL)
        child.wait(10)
    product.children = []


def take_the_database_away(product, seconds):
    """What a restart is to a database's users: every line cut, none taken for a while, then back.

    The server itself is shared with other tests and stays.
    """
    line = psycopg2.connect(**connection.get_connection_params())
    line.autocommit = True
    try:
        with line.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{product.name}" ALLOW_CONNECTIONS false')
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s",
                [product.name],
            )
            (cut,) = cursor.fetchone()
            time.sleep(seconds)
            cursor.execute(f'ALTER DATABASE "{product.name}" ALLOW_CONNECTIONS true')
    finally:
        line.close()
    return cut


def asked(product, question, *values):
    """Rows of the product's own database."""
    line = psycopg2.connect(**(connection.get_connection_params() | {"dbname": product.name}))
    try:
        with line.cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchall()
    finally:
        line.close()


def test_papers_survive_a_killed_server_each_exactly_once(office):
    ((round_id, (matter, *_)),) = asked(
        office, "SELECT id, items FROM approvals_round WHERE state = 'open'"
    )
    units = asked(
        office,
        "SELECT u.id FROM approvals_headunit u WHERE u.round_id = %s AND NOT EXISTS"
        " (SELECT FROM approvals_paper p WHERE p.unit_id = u.id AND p.live) ORDER BY u.position",
        round_id,
    )
    said = ["agree", "against", "abstain"]
    papers = [
        {"unit": unit, "client_id": f"c{unit}", f"answer_{matter}": said[n % 3]}
        for n, (unit,) in enumerate(units)
    ]
    address = f"/consent/rounds/{round_id}/sheet/"
    clerks = [Clerk(office, address, papers[n::CLERKS]) for n in range(CLERKS)]
    clerks[0].sign_in()
    for one in clerks:
        one.jar = clerks[0].jar  # one person, several tabs
        one.opener = clerks[0].opener
    for one in clerks:
        one.start()
    for _ in range(KILLS):
        time.sleep(0.2)
        kill_hard(office)
        office.serve()
        time.sleep(0.2)
        assert any(one.queue for one in clerks), "papers are still under way"
        assert take_the_database_away(office, seconds=1), "somebody was on the line"
    for one in clerks:
        one.join(DEADLINE)
    assert [one.refused for one in clerks] == [[]] * CLERKS
    assert all(not one.queue for one in clerks)
    stored = asked(
        office,
        "SELECT client_id FROM approvals_paper WHERE round_id = %s AND client_id LIKE 'c%%'",
        round_id,
    )
    confirmed = Counter(number for one in clerks for number in one.confirmed)
    assert Counter(number for (number,) in stored) == confirmed
    assert confirmed == Counter(paper["client_id"] for paper in papers)
    assert sum(one.sent for one in clerks) > len(papers)  # the line did drop
    office.run("manage.py", "verify_tallies")
    office.run("manage.py", "verify_audit")
