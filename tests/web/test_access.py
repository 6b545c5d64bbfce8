"""Who is let in: each rule, over raw connections, and the order of the rules."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .conftest import EXTENSION, JSON, Service

PAGE = json.dumps({"text": "A story.\nWith a second line."}).encode()
API = ["/api/clean", "/api/export", "/api/plugins", "/api/health"]
EVERYTHING = [*API, "/api/pair", "/", "/frame", "/static/main.js", "/openapi.json", "/nothing", "/api/nothing"]


def bare(reply: Any) -> None:
    """Nothing that another origin could read, keep or use."""
    assert "access-control-allow-origin" not in reply.headers
    assert "set-cookie" not in reply.headers
    assert "*" not in str({name: value for name, value in reply.headers.items() if name.startswith("access-control")})


# -- the host ---------------------------------------------------------------------------------------------------------

HOSTS = [
    "localhost:{port}",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:{port}0",
    "127.0.0.1.:{port}",
    "127.1:{port}",
    "2130706433:{port}",
    "[::1]:{port}",
    "0.0.0.0:{port}",
    "attacker.example:{port}",
    "127.0.0.1.attacker.example:{port}",
    "127.0.0.1:{port}@attacker.example",
    "attacker.example, 127.0.0.1:{port}",
    "",
    None,
]


@pytest.mark.parametrize("path", ["/", "/api/clean", "/openapi.json"])
@pytest.mark.parametrize("host", HOSTS)
def test_only_the_exact_host_is_answered(service: Service, host: str | None, path: str) -> None:
    """DNS rebinding: a name of the attacker's that leads to this machine still stands in Host."""
    method, body = ("POST", PAGE) if path.startswith("/api") else ("GET", b"")
    named = None if host is None else host.format(port=service.port)
    reply = service.request(method, path, {**service.authorized(), "Host": named}, body)
    assert (reply.status, reply.kind) == (421, "host")
    bare(reply)


def test_two_hosts_are_none(service: Service) -> None:
    head = f"GET / HTTP/1.1\r\nHost: {service.netloc}\r\nHost: attacker.example\r\n\r\n"
    assert service.raw(head.encode()).status == 421


def test_the_host_counts_whatever_the_request_line_says(service: Service) -> None:
    head = f"GET http://{service.netloc}/ HTTP/1.1\r\nHost: attacker.example\r\n\r\n"
    assert service.raw(head.encode()).status == 421


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"])
def test_no_other_header_is_taken_for_the_host(service: Service, name: str) -> None:
    headers = {**service.authorized(), "Host": "attacker.example", name: service.netloc}
    assert service.request("POST", "/api/health", headers, b"{}").status == 421


# -- method and content type ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "QUERY"])
@pytest.mark.parametrize("path", [*API, "/api/pair"])
def test_the_api_takes_posts_only(service: Service, method: str, path: str) -> None:
    reply = service.request(method, path, service.authorized(), PAGE)
    assert reply.status == 405
    assert reply.headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/frame", "/openapi.json", "/static/main.js"])
def test_the_page_is_only_read(service: Service, method: str, path: str) -> None:
    assert service.request(method, path, service.authorized(), b"{}").status == 405


TYPES = [
    None,
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "text/plain; application/json",
    "text/plain, application/json",
    "application/json; charset=utf-7",
    "application/json, text/plain",
]


@pytest.mark.parametrize("media_type", TYPES)
def test_only_json_is_taken(service: Service, media_type: str | None) -> None:
    """What a form or a simple request of another site can send is not JSON."""
    reply = service.request("POST", "/api/clean", {**service.authorized(), "Content-Type": media_type}, PAGE)
    assert (reply.status, reply.kind) == (415, "content-type")


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", 'Application/JSON; charset="UTF-8"']
)
def test_json_may_name_its_character_set(service: Service, media_type: str) -> None:
    assert service.call("health", Content_Type=media_type).status == 200


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "zstd"])
def test_packed_bodies_are_refused(service: Service, coding: str) -> None:
    reply = service.call("clean", PAGE, Content_Encoding=coding)
    assert (reply.status, reply.kind) == (415, "content-encoding")


# -- origin and site --------------------------------------------------------------------------------------------------

ORIGINS = [
    "null",
    "",
    "https://attacker.example",
    "http://127.0.0.1",
    "http://127.0.0.1:{other}",
    "http://localhost:{port}",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.attacker.example",
    "http://127.0.0.1:{port}/",
    "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba",
    EXTENSION.upper(),
    f"{EXTENSION}/",
    f"{EXTENSION}.attacker.example",
    f"{EXTENSION}, https://attacker.example",
    "moz-extension://0f9a8b7c-1111-2222-3333-444455556666",
    "file://",
]


@pytest.mark.parametrize("path", [*API, "/api/nothing"])
@pytest.mark.parametrize("origin", ORIGINS)
def test_only_paired_origins_are_answered(service: Service, paired: str, origin: str, path: str) -> None:
    given = origin.format(port=service.port, other=service.port + 1)
    for token in (paired, service.token):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON, "Origin": given}
        reply = service.request("POST", path, headers, PAGE)
        assert (reply.status, reply.kind) == (403, "origin")
        bare(reply)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
@pytest.mark.parametrize("path", EVERYTHING)
def test_other_sites_get_nothing(service: Service, paired: str, path: str, site: str) -> None:
    method, body = ("POST", PAGE) if path.startswith("/api") else ("GET", b"")
    headers = {"Authorization": f"Bearer {paired}", "Content-Type": JSON, "Origin": EXTENSION, "Sec-Fetch-Site": site}
    reply = service.request(method, path, headers, body)
    assert (reply.status, reply.kind) == (403, "cross-site")


@pytest.mark.parametrize("mode", ["no-cors", "cors", "navigate", "same-origin"])
def test_the_mode_of_a_request_makes_no_site_our_own(service: Service, mode: str) -> None:
    headers = {**service.authorized(), "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
    assert service.request("POST", "/api/health", headers, b"{}").status == 403


# -- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*API, "/api/nothing"])
@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic {token}", "{token}", "Bearer {token}x", "Bearer x{token}",
     "Bearer {token}, Bearer {token}", "Bearer {upper}", "Bearer {half}"],
)  # fmt: skip
def test_only_the_right_token_is_answered(service: Service, authorization: str | None, path: str) -> None:
    token = service.token
    given = authorization and authorization.format(token=token, upper=token.upper(), half=token[:20])
    reply = service.request("POST", path, {"Authorization": given, "Content-Type": JSON}, PAGE)
    assert (reply.status, reply.kind) == (401, "token")
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_no_token_is_taken_from_an_address_or_a_cookie(service: Service) -> None:
    headers = {"Content-Type": JSON, "Cookie": f"token={service.token}"}
    assert (
        service.request("POST", f"/api/health?token={service.token}&access_token={service.token}", headers, b"{}").status == 401
    )


def test_tokens_are_bound_to_their_origin(service: Service, paired: str) -> None:
    """A paired extension's token is no use to a program, nor to another extension, nor to the page; nor theirs to it."""
    other = "moz-extension://12345678-1234-1234-1234-123456789abc"
    tokens = {EXTENSION: paired, other: service.pair(other), None: service.token, service.url: page_token(service)}
    for origin in tokens:
        for owner, token in tokens.items():
            reply = service.call("health", Authorization=f"Bearer {token}", Origin=origin)
            assert reply.status == (200 if owner == origin else 401), (origin, owner)


def page_token(service: Service) -> str:
    page = service.request("GET", "/").body.decode()
    found = re.search(r'name="cleanread-token" content="([^"]+)"', page)
    assert found
    return found[1]


def test_tokens_have_128_bits_or_more(service: Service, paired: str) -> None:
    for token in (paired, service.token, page_token(service)):
        assert len(token) * 6 >= 128
    assert len({paired, service.token, page_token(service)}) == 3


def test_the_page_token_is_new_with_each_start(service: Service, start: Any) -> None:
    assert page_token(start()) != page_token(service)


# -- the order of the checks ------------------------------------------------------------------------------------------

BAD: list[tuple[str, Any, int]] = [
    ("host", {"Host": "attacker.example"}, 421),
    ("method", "PUT", 405),
    ("content-type", {"Content-Type": "text/plain"}, 415),
    ("origin", {"Origin": "https://attacker.example"}, 403),
    ("token", {"Authorization": "Bearer wrong"}, 401),
    ("size", {"Content-Length": "10000001"}, 413),
]


@pytest.mark.parametrize("first", range(len(BAD)), ids=[name for name, *_ in BAD])
def test_the_first_rule_that_is_broken_is_the_answer(service: Service, first: int) -> None:
    """Host, method, content type, origin, token, size: with all from one on broken, that one is named."""
    method, headers = "POST", service.authorized()
    for _, change, _ in BAD[first:]:
        if isinstance(change, str):
            method = change
        else:
            headers.update(change)
    reply = service.request(method, "/api/clean", headers)
    assert (reply.kind, reply.status) == (BAD[first][0], BAD[first][2])


def test_a_refused_request_is_answered_before_its_body_has_come(service: Service) -> None:
    with service.connect() as connection:
        headers = {**service.authorized(), "Origin": "https://attacker.example", "Content-Length": "9000000"}
        connection.sendall(service.message("POST", "/api/clean", headers))
        from .conftest import read_reply

        assert read_reply(connection).status == 403


# -- cross-origin requests --------------------------------------------------------------------------------------------


def preflight(service: Service, origin: str | None, path: str = "/api/clean") -> Any:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    return service.request("OPTIONS", path, {"Origin": origin, **asked})


def test_a_paired_origin_may_ask_and_read(service: Service, paired: str) -> None:
    reply = preflight(service, EXTENSION)
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == EXTENSION
    assert reply.headers["access-control-allow-methods"] == "POST"
    assert "access-control-allow-credentials" not in reply.headers
    assert "Origin" in reply.headers["vary"]
    answer = service.call("health", Authorization=f"Bearer {paired}", Origin=EXTENSION)
    assert answer.headers["access-control-allow-origin"] == EXTENSION


@pytest.mark.parametrize("origin", [*ORIGINS, None])
def test_no_other_origin_may_ask(service: Service, paired: str, origin: str | None) -> None:
    given = origin and origin.format(port=service.port, other=service.port + 1)
    reply = preflight(service, given)
    assert reply.status == 403
    bare(reply)


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_is_hardened(service: Service, path: str) -> None:
    method = "POST" if path.startswith("/api") else "GET"
    reply = service.request(method, path, service.authorized(), b"{}" if method == "POST" else b"")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "server" not in reply.headers
    bare(reply)


# -- pairing ----------------------------------------------------------------------------------------------------------


def redeem(service: Service, code: str, origin: str | None = EXTENSION) -> Any:
    headers = {"Origin": origin, "Content-Type": JSON}
    return service.request("POST", "/api/pair", headers, json.dumps({"code": code}).encode())


@pytest.mark.parametrize("origin", [None, "null", "https://attacker.example", "http://127.0.0.1:{port}", "file://"])
def test_only_extensions_can_be_paired(service: Service, origin: str | None) -> None:
    code = service.command("pair").stdout.strip()
    reply = redeem(service, code, origin and origin.format(port=service.port))
    assert (reply.status, reply.kind) == (403, "origin")


def test_a_code_works_once(start: Any) -> None:
    service = start()
    code = service.command("pair").stdout.strip()
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", code)
    first = redeem(service, code.lower().replace("-", " "))
    assert first.status == 200
    assert first.json()["origin"] == EXTENSION
    assert redeem(service, code).kind == "code"


def test_a_code_is_void_after_some_wrong_ones(start: Any) -> None:
    service = start()
    code = service.command("pair").stdout.strip()
    assert [redeem(service, "AAAA-AAAA").status for _ in range(5)] == [403] * 5
    assert redeem(service, code).status == 403
    assert redeem(service, service.command("pair").stdout.strip()).status == 200


def test_pairings_are_listed_and_revoked(start: Any) -> None:
    service = start()
    token = service.pair()
    listed = service.command("pair", "--list").stdout
    assert EXTENSION in listed
    assert token not in listed
    assert service.call("health", Authorization=f"Bearer {token}", Origin=EXTENSION).status == 200
    assert service.command("pair", "--revoke", "unknown").returncode == 2
    assert service.command("pair", "--revoke", listed.split()[0]).returncode == 0
    for path in API:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON, "Origin": EXTENSION}
        assert service.request("POST", path, headers, b"{}").status == 403
    assert service.command("pair", "--list").stdout == ""


def test_one_of_two_pairings_of_an_origin_is_revoked(start: Any) -> None:
    service = start()
    old, new = service.pair(), service.pair()
    service.command("pair", "--revoke", service.command("pair", "--list").stdout.split()[0])
    states = [service.call("health", Authorization=f"Bearer {token}", Origin=EXTENSION).status for token in (old, new)]
    assert sorted(states) == [200, 401]


def test_no_token_or_code_is_in_the_messages(start: Any) -> None:
    service = start()
    code, token = service.command("pair").stdout.strip(), service.pair()
    for authorization in (f"Bearer {token}", f"Basic {token}"):
        service.call("clean", b"{", Authorization=authorization, Origin=EXTENSION)
        service.request("GET", f"/?{token}", {"Authorization": authorization})
    service.stop()
    said = service.errors.read_text()
    assert token not in said
    assert code not in said
    assert service.token not in said
