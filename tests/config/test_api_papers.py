"""The description of the REST interface is complete enough to be generated without a warning."""

import pytest


@pytest.mark.django_db
def test_the_schema_is_served(client):
    response = client.get("/api/v1/schema/")

    assert response.status_code == 200
    assert b"openapi: 3" in response.content


@pytest.mark.parametrize("address", ["/api/v1/docs/", "/api/v1/redoc/"])
@pytest.mark.django_db
def test_the_pages_name_nothing_outside_this_server(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert b"http://" not in response.content
    assert b"https://" not in response.content
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
