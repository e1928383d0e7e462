// The map and the timeline without loading the page anew. Every choice is an address that the server draws; without script, links do it.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  let asking = null;

  async function show(url, push = true) {
    asking?.abort();
    asking = new AbortController();
    const held = document.activeElement?.closest("#pictures a")?.getAttribute("aria-label");
    const open = [...document.querySelectorAll("#pictures details")].map((d) => d.open);
    try {
      const answer = await fetch(url, { signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = $("#pictures", page), form = $("#choosing", page);
      if (!fresh || !form) throw new Error("no pictures");
      $("#pictures").replaceWith(document.adoptNode(fresh));
      $("#choosing").replaceWith(document.adoptNode(form));
      document.querySelectorAll("#pictures details").forEach((d, n) => { d.open = d.open || open[n]; });
      if (push) history.pushState(null, "", url);
      if (held) $(`#pictures a[aria-label="${CSS.escape(held)}"]`)?.focus();
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  addEventListener("popstate", () => show(location.href, false));
  document.addEventListener("click", (e) => {
    const link = e.target.closest?.("a");
    if (!link || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (link.dataset.png) {
      e.preventDefault();
      save(link.getAttribute("href"), link.dataset.png);
    } else if (link.hasAttribute("data-keep") || link.matches(".place, .time")) {
      e.preventDefault();
      show(link.getAttribute("href"));
    }
  });
  document.addEventListener("submit", (e) => {
    if (e.target.id !== "choosing") return;
    e.preventDefault();
    const said = new URLSearchParams([...new FormData(e.target)].filter(([, v]) => v));
    show(`/map?${said}`);
  });
  document.addEventListener("change", (e) => {
    if (e.target.matches("#choosing select")) e.target.form.requestSubmit();
  });

  // -- a picture as PNG: the server's SVG, drawn by this browser ---------------------------------------------------
  function save(url, name) {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas"), twice = 2;
      canvas.width = image.naturalWidth * twice;
      canvas.height = image.naturalHeight * twice;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = name;
      link.click();
    };
    image.src = url;
  }

  // -- the map under the hand: dragging and the wheel --------------------------------------------------------------
  const moved = () => new URL(location.href);
  function go(lon, lat, scale) {
    const url = moved();
    const least = 960 / 380, most = 600 / 0.7;
    const s = Math.min(most, Math.max(least, scale));
    url.searchParams.set("box", [Math.min(180, Math.max(-180, lon)).toFixed(3), Math.min(80, Math.max(-75, lat)).toFixed(3), s.toFixed(2)].join(","));
    show(url.pathname + url.search);
  }
  const box = () => $("#map").dataset.box.split(",").map(Number);
  const squeeze = (lat) => Math.cos((lat * Math.PI) / 180);
  let drag = null, wheel = null;

  document.addEventListener("pointerdown", (e) => {
    if (e.button || e.pointerType === "touch") return;
    const map = e.target.closest?.("#map svg"), time = e.target.closest?.("#timeline svg");
    const svg = map || time;
    if (!svg) return;
    drag = { svg, map: !!map, x: e.clientX, y: e.clientY, moved: false, from: time && stretch(e) };
  });
  document.addEventListener("pointermove", (e) => {
    if (!drag) return;
    const dx = e.clientX - drag.x, dy = e.clientY - drag.y;
    if (Math.hypot(dx, dy) > 6) drag.moved = true;
    if (!drag.moved) return;
    e.preventDefault();
    const unit = 960 / drag.svg.clientWidth;
    if (drag.map) drag.svg.setAttribute("viewBox", `${-dx * unit} ${-dy * unit} 960 600`);
    else mark(drag.from, stretch(e));
  });
  document.addEventListener("pointerup", (e) => {
    if (!drag) return;
    const { svg, map, x, y, from } = drag, was = drag.moved;
    drag = null;
    if (!was) return;
    const swallow = (c) => { c.preventDefault(); c.stopPropagation(); }; // the click that ends a drag chooses nothing
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 60);
    const unit = 960 / svg.clientWidth;
    if (map) {
      const [lon, lat, scale] = box();
      go(lon - ((e.clientX - x) * unit) / scale / squeeze(lat), lat + ((e.clientY - y) * unit) / scale, scale);
    } else {
      const ends = [from, stretch(e)].filter(Boolean).flatMap((s) => [s.from, s.to]).sort();
      if (!ends.length) return;
      const url = moved();
      url.searchParams.set("since", ends[0]);
      url.searchParams.set("until", ends.at(-1));
      show(url.pathname + url.search);
    }
  });
  document.addEventListener("dragstart", (e) => {
    if (e.target.closest?.("#pictures svg")) e.preventDefault();
  });
  document.addEventListener("wheel", (e) => {
    if (!e.ctrlKey || !e.target.closest?.("#map svg")) return; // the page scrolls as ever; Ctrl and the wheel, or two fingers, bring it closer
    e.preventDefault();
    wheel = wheel || { by: 1 };
    wheel.by *= Math.exp(-e.deltaY / 240);
    clearTimeout(wheel.later);
    wheel.later = setTimeout(() => {
      const [lon, lat, scale] = box(), by = wheel.by;
      wheel = null;
      go(lon, lat, scale * by);
    }, 120);
  }, { passive: false });

  // Which unit of time lies nearest to the pointer: the bars that are drawn are those with something in them.
  function stretch(e) {
    let best = null, near = Infinity;
    for (const bar of document.querySelectorAll("#timeline .time:has(.touch)")) {
      const { left, right } = bar.getBoundingClientRect();
      const away = e.clientX < left ? left - e.clientX : e.clientX > right ? e.clientX - right : 0;
      if (away < near) [best, near] = [bar, away];
    }
    return best && { from: best.dataset.from, to: best.dataset.to, bar: best };
  }
  function mark(from, to) {
    if (!from || !to) return;
    const [first, last] = [from, to].map((s) => s.bar.getBoundingClientRect()).sort((a, b) => a.left - b.left);
    const svg = $("#timeline svg"), unit = 960 / svg.clientWidth, left = svg.getBoundingClientRect().left;
    let rect = $(".brushing", svg);
    if (!rect) {
      rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("class", "brushed brushing");
      rect.setAttribute("y", "10");
      rect.setAttribute("height", "158");
      rect.setAttribute("pointer-events", "none");
      svg.append(rect);
    }
    rect.setAttribute("x", (first.left - left) * unit);
    rect.setAttribute("width", Math.max(2, (last.right - first.left) * unit));
  }
})();
