// The shop's order page opens the payment window and keeps itself up to date. It works without this script, but for
// windows that open beside it.
(() => {
  "use strict";

  const POLL_MS = 1000;
  const RETURNED = "wildflower:returned";

  // The page that the payment window leaves behind: whoever opened the window takes over, and it goes. From an iframe
  // the integration script is told, which takes its layer away and calls back. PG 2.6.
  function goHome(address) {
    if (window.parent !== window) {
      const message = { action: "HECTO_IFRAME_CLOSE", params: { address } };
      window.parent.postMessage(JSON.stringify(message), location.origin);
      return;
    }
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
    window.SETTLE_PG.pay(JSON.parse(form.dataset.pay), () => later(refresh));
  }

  async function poll() {
    if (document.hidden) return;
    const answer = await fetch(order().dataset.status);
    if (!answer.ok) return;
    const { version } = await answer.json();
    if (String(version) !== order().dataset.version) await refresh();
  }

  // The order is replaced in place: a reload would close the window that stands over it. What is being typed stays.
  async function refresh() {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("order");
    if (!next) return;
    const focused = order().contains(document.activeElement) ? document.activeElement.id : "";
    for (const field of order().querySelectorAll("input[id]")) {
      const again = next.querySelector(`#${field.id}`);
      if (again) again.value = field.value;
    }
    const news = next.dataset.version !== order().dataset.version;
    order().replaceWith(next);
    document.title = page.title;
    if (news) document.getElementById("announcer").textContent = next.dataset.label;
    const again = focused && document.getElementById(focused);
    if (again) again.focus();
  }

  const later = (work) => work().catch(() => {});

  if (document.body.dataset.returned) {
    goHome(document.body.dataset.returned);
  } else if (order()) {
    document.addEventListener("submit", pay);
    window.addEventListener("message", (event) => {
      if (event.origin === location.origin && event.data === RETURNED) later(refresh);
    });
    // Somebody may have moved the merchant's clock meanwhile: the window's form is dated by it.
    document.addEventListener("visibilitychange", () => document.hidden || later(refresh));
    setInterval(() => later(poll), POLL_MS);
  }
})();
