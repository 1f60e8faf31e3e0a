"""The REST documentation works without the internet and under the strict content policy."""

from playwright.sync_api import expect


def test_the_interface_can_be_tried_in_the_browser(page, shoot):
    page.goto("/api/v1/docs/")

    page.locator(".swagger-ui .info").wait_for()

    shoot(page, "api-docs")


def test_the_reference_draws_itself(open_page):
    page = open_page()
    page.goto("/api/v1/redoc/")

    page.locator("#redoc .api-content").wait_for()

    # No picture of the whole: it is some hundred screens tall, and drawing it proves nothing more.
    expect(page.locator("#redoc h1").first).to_be_visible()
    # It also tries style attributes and a logo from elsewhere: refused, and not missed.
    refused = ("inline style", "content policy: style-src", "redoc/logo", "content policy: img-src")
    open_page.complaints[:] = [
        said for said in open_page.complaints if not any(part in said for part in refused)
    ]
