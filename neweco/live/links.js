/* Follows links that change only this page's query inside the session. Without this script they are
   ordinary links. Streamlit reruns the session on `popstate`, as it does for Back. */
(() => {
  "use strict";
  let waiting = "";

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
    const order = to.map(([name]) => name);
    const place = ([name]) => (order.includes(name) ? order.indexOf(name) : order.length);
    const all = [...kept, ...less(less(to, from), kept)].sort((a, b) => place(a) - place(b));
    return new URLSearchParams(all).toString();
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
    const drawn = link.closest("[data-query]");
    if (!drawn || link.origin !== location.origin || link.pathname !== location.pathname) return;
    event.preventDefault();
    waiting = link.dataset.key || "";
    go(link.pathname, target(link, drawn.dataset.query));
  }

  function copy(event, link) {
    if (!navigator.clipboard) return;
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(() => {
      const said = link.textContent;
      link.textContent = link.dataset.copy;
      setTimeout(() => { link.textContent = said; }, 1500);
    });
  }

  /* A redraw takes the pressed link away: its successor takes the focus. */
  function refocus() {
    if (!waiting || document.activeElement !== document.body) return;
    const next = document.querySelector(`a[data-key="${CSS.escape(waiting)}"]`)
      || document.querySelector(".ne-pills a");
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

  addEventListener("click", follow);
  addEventListener("pointerdown", () => { waiting = ""; }, true);
  new MutationObserver(refocus).observe(document, { childList: true, subtree: true });
})();
