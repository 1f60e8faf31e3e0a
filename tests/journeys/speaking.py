"""A person who speaks REST: signs in for a token, and gives every write an idempotency key."""

from itertools import count

from django.conf import settings
from rest_framework.test import APIClient

API = "/api/v1"
KEYS = count(1)


class Speaker:
    """`Speaker("demo_clerk").write("rounds/", {...})` → the body of the answer."""

    def __init__(self, username):
        self.client = APIClient()
        given = {"username": username, "password": settings.DEMO_PASSWORD}
        answer = self.client.post(f"{API}/auth/token/", given, format="json")
        assert answer.status_code == 200, answer.content.decode()
        self.client.credentials(HTTP_AUTHORIZATION=f"Token {answer.json()['token']}")

    def ask(self, path, **query):
        """The body of a GET."""
        answer = self.client.get(f"{API}/{path}", query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def rows(self, path, **query):
        """All rows of a list, page after page."""
        found, page = [], 1
        while True:
            body = self.ask(path, page=page, page_size=200, **query)
            found += body["results"]
            if body["next"] is None:
                assert len(found) == body["count"]
                return found
            page += 1

    def one(self, path, **query):
        """The only row of a list."""
        (row,) = self.rows(path, **query)
        return row

    def send(self, path, body=None, *, method="post", key=None, files=False):
        """The answer to a write, whatever it is."""
        key = key or f"whole-path-{next(KEYS)}"
        return getattr(self.client, method)(
            f"{API}/{path}",
            body or {},
            format="multipart" if files else "json",
            HTTP_IDEMPOTENCY_KEY=key,
        )

    def write(self, path, body=None, **options):
        """The body of a write that is done."""
        answer = self.send(path, body, **options)
        assert answer.status_code in {200, 201, 202}, f"{path}: {answer.content.decode()}"
        return answer.json()

    def refused(self, path, body=None, *, status=400, **options):
        """What a refused write says: the details in Chinese, one for each problem."""
        answer = self.send(path, body, **options)
        assert answer.status_code == status, f"{path}: {answer.content.decode()}"
        told = answer.json()
        assert set(told) == {"type", "errors"}
        assert all(set(error) == {"code", "detail", "attr"} for error in told["errors"])
        return [error["detail"] for error in told["errors"]]
