/* Follows links to this page and to the others inside the session. Without this script they are
   ordinary links. Streamlit reruns the session on `popstate`, as it does for Back. */
(() => {
  "use strict";
  let successor = null;

  const pairs = (query) => [...new URLSearchParams(query)];
  const same = (a, b) => a[0] === b[0] && a[1] === b[1];
  const less = (many, few) => many.filter((a) => !few.some((b) => same(a, b)));

  /* What a link changes is applied to the address as it is now: it may have been drawn one click ago. */
  function target(link, drawn) {
    const to = pairs(link.search);
    const from = pairs(drawn);
    const ranges = less(to, from).filter(([, value]) => value.includes("..")).map(([name]) => name);
    const kept = less(pairs(location.search), less(from, to))
      .filter(([name]) => !ranges.includes(name));
    return written([...kept, ...less(less(to, from), kept)], to);
  }

  /* Pairs as a query, in the order of an address that was drawn. */
  function written(all, drawn) {
    const order = drawn.map(([name]) => name);
    const place = ([name]) => (order.includes(name) ? order.indexOf(name) : order.length);
    return new URLSearchParams(all.sort((a, b) => place(a) - place(b))).toString();
  }

  function go(pathname, query) {
    history.pushState({}, "", pathname + (query ? "?" + query : ""));
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }

  function follow(event) {
    const link = event.target.closest?.("a[href]");
    const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return;
    if (link.dataset.copy) return copy(event, link);
    if (link.origin !== location.origin || link.hash || link.target || link.download) return;
    if (link.closest(".ne-first")) return;  // there is no session yet that could be asked
    const drawn = link.pathname === location.pathname && link.closest("[data-query]");
    if (!drawn && !menu().includes(link.pathname)) return;
    event.preventDefault();
    successor = again(link);
    if (drawn) return go(link.pathname, target(link, drawn.dataset.query));
    go(link.pathname, link.search.slice(1));
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  }

  /* How to find a link anew after a redraw: by its key, by the row and the cell it stands in, or by
     its place in its picture, which keeps its order. */
  function again(link) {
    const key = link.dataset.key;
    if (key) return () => document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
    const row = link.closest("tr")?.dataset.row;
    const cell = link.closest("td")?.cellIndex;
    if (row) return () => document.querySelector(`tr[data-row="${CSS.escape(row)}"]`)
      ?.cells[cell].querySelector("a");
    const all = (name, within) => [...within?.querySelectorAll(name) ?? []];
    const picture = link.closest(PICTURES);
    const [at, place] = [all(PICTURES, document).indexOf(picture), all("a", picture).indexOf(link)];
    return () => all("a", all(PICTURES, document)[at])[place];
  }

  const PICTURES = "figure, .ne-figures";

  /* The addresses of the pages. */
  const menu = () => [...document.querySelectorAll(".ne-head nav a")].map((link) => link.pathname);

  function copy(event, link) {
    if (!navigator.clipboard) return;
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(() => {
      const said = link.textContent;
      link.textContent = link.dataset.copy;
      setTimeout(() => { link.textContent = said; }, 1500);
    });
  }

  /* Drawn from one bin of a histogram to another: the range from the first to the last. Each bin
     says in its key which it is: `revenue=1000..3000`. */
  let brush = null;

  const binAt = (event) =>
    document.elementFromPoint(event.clientX, event.clientY)?.closest(".ne-bins a");
  const ends = (bin) => bin.dataset.key.split("=")[1].split("..");

  function brushed() {
    const bins = [...brush.from.closest("ul").querySelectorAll("a")];
    const [first, last] = [bins.indexOf(brush.from), bins.indexOf(brush.to)].sort((a, b) => a - b);
    return bins.filter((_, at) => at >= first && at <= last);
  }

  function draw(event) {
    const bin = brush && binAt(event);
    if (!bin || bin.closest("ul") !== brush.from.closest("ul")) return;
    if (bin === brush.from && !brush.to) return;
    brush.to = bin;
    const over = brushed();
    bin.closest("ul").querySelectorAll("a").forEach((each) =>
      each.classList.toggle("ne-brushed", over.includes(each)));
  }

  function drop() {
    const done = brush;
    if (!done?.to) { brush = null; return; }
    const over = brushed();
    over.forEach((each) => each.classList.remove("ne-brushed"));
    brush = null;
    const name = done.from.dataset.key.split("=")[0];
    const range = `${ends(over[0])[0]}..${ends(over[over.length - 1])[1]}`;
    const query = new URLSearchParams(location.search);
    query.delete("page");
    if (range === "..") query.delete(name); else query.set(name, range);
    successor = again(done.to);
    go(location.pathname, written([...query], pairs(done.from.search)));
  }

  addEventListener("pointerdown", (event) => {
    const from = event.button ? null : binAt(event);
    brush = from ? { from, to: null } : null;
  }, true);
  addEventListener("pointermove", draw);
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", () => { brush = null; });
  addEventListener("dragstart", (event) => { if (brush) event.preventDefault(); });

  /* A redraw takes the pressed link away: its successor takes the focus. */
  function refocus() {
    if (!successor || document.activeElement !== document.body) return;
    const next = successor() || document.querySelector(".ne-pills a");
    if (next) next.focus({ preventScroll: true });
  }

  /* Points of a plot lead on through a link that is nowhere in the page: where the browser tells of
     navigations, they are followed inside the session as well. */
  window.navigation?.addEventListener("navigate", (event) => {
    const to = new URL(event.destination.url);
    const inside = event.cancelable && !event.destination.sameDocument && to.searchParams.has("id")
      && to.origin === location.origin && to.pathname === location.pathname;
    if (!inside || event.navigationType === "reload") return;
    event.preventDefault();
    go(to.pathname, to.searchParams.toString());
  });

  /* Boxes that open at the end of the document are next after the button that opened them. */
  const openers = "[data-testid=stPopover] button, [data-testid=stPopoverButton]";
  new MutationObserver((changes) => {
    const opened = changes.flatMap(({ addedNodes }) => [...addedNodes])
      .map((node) => node.querySelector?.("[data-testid=stPopoverBody] input"))
      .find(Boolean);
    if (opened && document.activeElement?.matches(openers)) opened.focus();
  }).observe(document, { childList: true, subtree: true });

  addEventListener("click", follow);
  for (const act of ["pointerdown", "keydown"]) addEventListener(act, () => { successor = null; }, true);
  new MutationObserver(refocus).observe(document, { childList: true, subtree: true });
})();
