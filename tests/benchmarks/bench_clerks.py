"""Fifty clerks type papers into one round over REST, on a real server: nothing lost, nothing twice.

Two minutes, or `BENCH_SECONDS`. The floor is the same number of people, for as long, inserting a
paper and its answer into the same tables and nothing else. Every tenth paper is sent twice, as by a
double click.
"""

import http.client
import json
import os
import threading
import time
from collections import Counter
from statistics import quantiles

import psycopg2
import pytest
from django.db import connection
from rest_framework.authtoken.models import Token

from approvals.models import HeadUnit, Paper, Round
from approvals.selectors.verifying import differences
from tests.benchmarks.bench_papers import large_project
from tests.browser.product import Product
from tests.factories.approvals import open_round_for
from tests.factories.renovation import clerk

CLERKS, HOMES = 50, 10_000
SECONDS = int(os.environ.get("BENCH_SECONDS", "120"))
EVENING, PATIENCE = "2024-06-20 21:14", 120


class Office(Product):
    """A server on the benchmark's own database."""

    def __init__(self):
        super().__init__("clerks")
        self.name = connection.settings_dict["NAME"]
        self.log.parent.mkdir(parents=True, exist_ok=True)


class Typing(threading.Thread):
    """One clerk: the next paper as soon as the last one is confirmed."""

    def __init__(self, port, token, round_id, serials):
        super().__init__(daemon=True)
        self.port, self.token, self.round_id, self.serials = port, token, round_id, serials
        self.confirmed, self.refused, self.times = [], [], []

    def run(self):
        """Until the evening is over or the pile is done."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        end = time.monotonic() + SECONDS
        for number, serial in enumerate(self.serials):
            if time.monotonic() > end:
                break
            begun = time.perf_counter()
            status, body = self._send(line, serial)
            self.times.append((time.perf_counter() - begun) * 1000)
            if status == http.client.CREATED:
                self.confirmed.append(serial)
            else:
                self.refused.append((status, body))
            if number % 10 == 0:
                again, _ = self._send(line, serial)
                assert again in {http.client.OK, http.client.CREATED}
        line.close()

    def _send(self, line, serial):
        paper = {
            "round": self.round_id,
            "serial": serial,
            "answers": {"renovate": "agree"},
            "client_id": f"k{serial}",
        }
        headers = {
            "Authorization": f"Token {self.token}",
            "Idempotency-Key": f"k{serial}",
            "Content-Type": "application/json",
        }
        line.request("POST", "/api/v1/papers/", json.dumps(paper), headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()[:300]


class Inserting(threading.Thread):
    """The same evening without checks, counts, trail or server: two rows a paper."""

    def __init__(self, round_id, by_id, units):
        super().__init__(daemon=True)
        self.round_id, self.by_id, self.units, self.times = round_id, by_id, units, []

    def run(self):
        """Until the evening is over or the pile is done."""
        line = psycopg2.connect(**connection.get_connection_params())
        end = time.monotonic() + SECONDS
        for unit in self.units:
            if time.monotonic() > end:
                break
            begun = time.perf_counter()
            with line, line.cursor() as cursor:
                cursor.execute(PAPER, [self.round_id, unit, self.by_id])
                cursor.execute(ANSWER, cursor.fetchone())
            self.times.append((time.perf_counter() - begun) * 1000)
        line.close()


PAPER = """
INSERT INTO approvals_paper (round_id, unit_id, channel, received_at, entered_at, entered_by_id,
    proxy, witness, witness_masked, client_id, live, withdrawn, reason)
VALUES (%s, %s, 'paper', now(), now(), %s, '', '', '', '', true, false, '') RETURNING id
"""
ANSWER = """
INSERT INTO approvals_answer (paper_id, matter, choice, reason)
VALUES (%s, 'renovate', 'agree', '')
"""


def at_once(people):
    for one in people:
        one.start()
    for one in people:
        one.join(SECONDS + PATIENCE)
    return [ms for one in people for ms in one.times]


def p95(times):
    return quantiles(times, n=20)[-1]


@pytest.mark.django_db(transaction=True)
def bench_fifty_clerks_type_into_one_round(report):
    round_, bare = (open_round_for(large_project(HOMES)) for _ in range(2))
    serials = list(HeadUnit.objects.filter(round=round_).values_list("serial", flat=True))
    units = list(HeadUnit.objects.filter(round=bare).values_list("pk", flat=True))
    people = [clerk() for _ in range(CLERKS)]
    tokens = [Token.objects.create(user=one).key for one in people]
    office = Office()
    try:
        office.serve(EVENING)
        typing = [
            Typing(office.port, token, round_.pk, serials[n::CLERKS])
            for n, token in enumerate(tokens)
        ]
        times = at_once(typing)
    finally:
        office.stop()
    floor = at_once([Inserting(bare.pk, one.pk, units[n::CLERKS]) for n, one in enumerate(people)])

    assert [one.refused for one in typing if one.refused] == []
    confirmed = Counter(serial for one in typing for serial in one.confirmed)
    stored = Counter(Paper.objects.filter(round=round_).values_list("unit__serial", flat=True))
    assert stored == confirmed  # no paper lost, none twice
    row = Round.objects.get(pk=round_.pk)
    assert differences(row) == []
    assert row.running.whole().get().returned_units == len(confirmed)
    report(
        f"a paper over REST, {CLERKS} clerks at once for {SECONDS} s, 95th percentile",
        p95(times),
        floor=(
            f"{len(confirmed):,} papers; the same people insert {len(floor):,} with answers",
            p95(floor),
        ),
    )
