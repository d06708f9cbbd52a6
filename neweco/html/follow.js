/* A phone follows the hall: it waits for the next step and puts it in place of this one. Without
   this script the page loads itself anew. */
(() => {
  "use strict";
  const main = document.getElementById("main");
  const rest = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

  async function next() {
    const asked = new URLSearchParams({ lang: main.dataset.language, seen: main.dataset.tag });
    const answer = await fetch(location.pathname.replace(/\/$/, "") + "/step?" + asked);
    if (answer.status === 200) {
      main.innerHTML = await answer.text();
      main.dataset.tag = answer.headers.get("x-step") || "";
      scrollTo(0, 0);
    }
    return main.dataset.tag ? (answer.status < 300 ? 0 : 3) : -1;
  }

  (async () => {
    for (;;) {
      const pause = await next().catch(() => 2);
      if (pause < 0) return;
      await rest(pause + Math.random() / 4);
    }
  })();
})();
