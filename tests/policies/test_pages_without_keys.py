"""No page of a policy shows a key of its file, nor English: rendered and read as a person would."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.factories.policies import draft, officer, parsed

pytestmark = pytest.mark.django_db
FIVE = ("hunchun-2020", "linqu-2024", "luolong-2021", "xinxiang-2020", "yueqing-2023")
KEY = re.compile(r"[\w./@-]*[a-z_]{3,}[\w./@-]*", re.ASCII)
HASH = re.compile(r"\b[0-9a-f]{4} [0-9a-f]{4}\b")
ASKED = ("approval", "consent", "deadline", "eligibility", "gate", "shares")
SILENT = {"script", "style", "code", "svg"}
SAID = ("title", "aria-label", "placeholder", "alt")


class Reader(HTMLParser):
    """What stands on a page: text and the attributes that are read out."""

    def __init__(self):
        super().__init__()
        self.words, self.skipped = [], 0

    def handle_starttag(self, tag, attrs):
        self.skipped += tag in SILENT
        self.words += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag):
        self.skipped -= tag in SILENT

    def handle_data(self, data):
        if not self.skipped and data.strip():
            self.words.append(data.strip())


def shown(body, *allowed):
    """Every text of a page that holds an English word, but for names that people chose."""
    reader = Reader()
    reader.feed(body)
    texts = (HASH.sub("", text) for text in reader.words)
    found = {(text, word) for text in texts for word in KEY.findall(text)}
    return sorted(text for text, word in found if word not in allowed)


@pytest.mark.parametrize("name", FIVE)
def test_a_schemes_pages_speak_its_own_words(client, name):
    by = officer(parsed(name).policy.place)
    version, other = draft(name, by=by), draft("national-2007")
    client.force_login(by)
    of = {"version_id": version.pk}
    pages = [
        reverse("policies:version", kwargs=of),
        reverse("policies:edit", kwargs=of),
        reverse("policies:edit_cases", kwargs=of) + "?all=1",
        reverse("policies:units", kwargs=of),
        f"{reverse('policies:compare')}?old={other.pk}&new={version.pk}",
        *(f"{reverse('policies:what_if', kwargs=of)}?kind={kind}" for kind in ASKED),
    ]
    leaked = {}
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        leaked[page] = shown(answer.content.decode(), by.username, name, "national-2007")
    assert {page: texts for page, texts in leaked.items() if texts} == {}


def test_the_reader_sees():
    body = '<p title="rounds.owners_vote">表决 epc</p><code>manage.py</code>'
    assert shown(body) == ["rounds.owners_vote", "表决 epc"]
    assert shown(body, "epc") == ["rounds.owners_vote"]
