"""Pages that want too much: none of their scripts runs in the reader, and nothing of theirs is loaded."""

from __future__ import annotations

from typing import Any


def test_nothing_of_a_hostile_page_runs_or_loads(read: Any, site: Any) -> None:
    reader = read("hostile.html")
    for honest in ("The first paragraph is honest", "The last paragraph has a background", "nobody asks"):
        assert honest in reader.text
    loaded = len(site.requests)
    reader.tab.press("x")
    reader.wait("return main.querySelectorAll('*').length > 0")
    reader.browser.pause(0.7)
    assert not [one for one in site.requests[loaded:] if one.startswith("tracker.test")]
    left = reader.js(
        """const all = [...frame.querySelectorAll("*")];
        return { tags: all.filter((e) => /^(script|iframe|object|embed|form|input|style|animate|svg)$/i.test(e.localName)).length,
          handlers: all.flatMap((e) => [...e.attributes]).filter((one) => /^on/i.test(one.name)).length,
          styles: all.slice(1).filter((e) => e.getAttribute("style")?.includes("url")).length,
          links: [...frame.querySelectorAll("a")].map((e) => e.getAttribute("href")).filter((href) => href && !/^(https?|mailto):/.test(href)) }"""
    )
    assert left == {"tags": 0, "handlers": 0, "styles": 0, "links": []}


def test_the_frame_runs_no_script_and_loads_no_style_even_if_both_sanitisers_fail(read: Any, site: Any) -> None:
    reader = read("news.html")
    before = len(site.requests)
    ran = reader.js(
        """main.insertAdjacentHTML("beforeend", `<img src="x:" onerror="parent.ran = 1"><link rel="stylesheet" href="${a[0]}style.css">
          <iframe src="${a[0]}frame"></iframe><video src="${a[0]}video"></video><a id="jslink" href="javascript:parent.ran=2">x</a>
          <form action="${a[0]}form"><button id="send">x</button></form>`);
        const script = frame.createElement("script"); script.textContent = "parent.ran = 3"; main.append(script);
        frame.querySelector("#send").click(); await new Promise((resolve) => setTimeout(resolve, 600)); return window.ran ?? null""",
        site.url("", "tracker.test"),
    )
    assert ran is None
    assert not [one for one in site.requests[before:] if one.startswith("tracker.test")]


def test_the_second_sanitiser_alone_is_enough(read: Any) -> None:
    reader = read("news.html")
    left = reader.js(
        """const { sanitised, sanitisedFormula } = await import("./sanitise.js");
        const box = document.createElement("div");
        box.append(sanitised(`<p onclick=x style=color:red class=y>a<script>1</script><a href="javascript:1">b</a><a href="data:text/html,1">c</a>
          <svg><script>1</script></svg><iframe srcdoc=x></iframe><form><input name=body></form><img src=x onerror=1><img name=body><style>p{}</style>
          <math><mtext><style><img src=x onerror=1></style></mtext></math></p>`));
        const math = sanitisedFormula('<math><mi href="javascript:1" onclick="1">x</mi><annotation-xml encoding="text/html"><img src=x onerror=1></annotation-xml></math>');
        return box.innerHTML + math.outerHTML;"""
    )
    for bad in ("onclick", "onerror", "javascript", "data:", "style", "script", "iframe", "form", "input", "name=", "class="):
        assert bad not in left
