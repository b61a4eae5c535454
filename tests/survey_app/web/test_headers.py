"""The headers that every answer brings, each once."""

import pytest

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "microphone=()",
}


@pytest.mark.parametrize("address", ["/", "/login", "/nergens"])
def test_every_answer_keeps_others_out(client, study, address):
    headers = client.get(address).headers
    for name, part in EVERYWHERE.items():
        assert len(headers.getlist(name)) == 1
        assert part in headers[name]


def test_a_policy_of_the_view_itself_stays(app, client, study):
    app.add_url_rule("/own", view_func=lambda: ("", 200, {"x-frame-options": "SAMEORIGIN"}))
    assert client.get("/own").headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
