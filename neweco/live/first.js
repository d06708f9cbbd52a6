/* What the document shows first (html/first.py) gives way once the page stands below it: in one
   moment, at the same place, and not under the hands of somebody who types. */
(() => {
  "use strict";
  const first = document.querySelector(".ne-first");
  // Where it was scrolled to, perhaps before this script came. The style sheet hides it before it
  // is asked again.
  let at = first?.clientHeight ? first.scrollTop : 0;
  const stands = () => document.querySelector("#root .ne-footer");

  function give() {
    if (!first?.isConnected || !stands() || first.querySelector("input:focus")) return;
    first.remove();
    watch.disconnect();
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, at);
  }

  first?.addEventListener("scroll", () => { if (first.clientHeight) at = first.scrollTop; });
  const watch = new MutationObserver(give);
  watch.observe(document, { childList: true, subtree: true });
  addEventListener("focusout", () => setTimeout(give));

  /* Until the font of icons has come their names would stand there as text. */
  const come = () => [...document.fonts].some(({ family, status }) =>
    family.includes("Material Symbols") && status === "loaded");
  const show = () => { if (come()) document.documentElement.classList.add("ne-icons"); };
  document.fonts.addEventListener("loadingdone", show);
  show();
})();
