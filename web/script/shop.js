// The shop's order page opens the payment window and keeps itself up to date. It works without this script, but for
// windows that open beside it.
(() => {
  "use strict";

  const POLL_MS = 1000;
  const RETURNED = "wildflower:returned";

  // A pop-up that came back from the payment window: the page that opened it takes over.
  function goHome(address) {
    if (window.opener && !window.opener.closed) {
      window.opener.postMessage(RETURNED, location.origin);
      window.close();
    }
    setTimeout(() => location.replace(address), 300);
  }

  const order = () => document.getElementById("order");

  function pay(event) {
    const form = event.target.closest("form[data-pay]");
    if (!form) return;
    event.preventDefault();
    if (!window.SETTLE_PG) {
      form.querySelector(".error").hidden = false;
      return;
    }
    window.SETTLE_PG.pay(JSON.parse(form.dataset.pay), bringHome);
  }

  // In an iframe the result comes to this page: it goes where the other windows' results go.
  async function bringHome(params) {
    if (params) await fetch("/return", { method: "POST", body: new URLSearchParams(params) });
    await refresh();
  }

  async function poll() {
    if (document.hidden) return;
    const answer = await fetch(order().dataset.status);
    if (!answer.ok) return;
    const { version } = await answer.json();
    if (String(version) !== order().dataset.version) await refresh();
  }

  // The order is replaced in place: a reload would close the window that stands over it.
  async function refresh() {
    const answer = await fetch(order().dataset.address);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("order");
    if (!next) return;
    const focused = document.activeElement;
    const typed = focused && focused.id && order().contains(focused) ? focused : null;
    order().replaceWith(next);
    document.title = page.title;
    document.getElementById("announcer").textContent = next.dataset.label;
    const again = typed && document.getElementById(typed.id);
    if (!again) return;
    if ("value" in typed) again.value = typed.value;
    again.focus();
  }

  const later = (work) => work().catch(() => {});

  if (document.body.dataset.returned) {
    goHome(document.body.dataset.returned);
  } else if (order()) {
    document.addEventListener("submit", pay);
    window.addEventListener("message", (event) => {
      if (event.origin === location.origin && event.data === RETURNED) later(refresh);
    });
    setInterval(() => later(poll), POLL_MS);
  }
})();
