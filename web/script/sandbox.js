// The developer's pages: forms that speak JSON, what changes without a reload, and copying.
(() => {
  "use strict";

  const POLL_MS = 2000;
  const KST_MS = 9 * 3_600_000;

  const announce = (text) => {
    document.getElementById("announcer").textContent = text;
  };

  // A field counts unless it belongs to a choice that isn't made.
  const counts = (input) => {
    const part = input && input.closest("[data-when]");
    return !part || part.offsetParent !== null;
  };

  const inKst = (time) => (time.length === 16 ? `${time}:00` : time) + "+09:00";

  function valueOf(input) {
    const { number, kstOf } = input.dataset;
    if (input.dataset.flag !== undefined) return input.value === "true";
    if (kstOf) return inKst(document.getElementById(kstOf).value);
    return number === undefined ? input.value : Number(input.value);
  }

  // What the form says, as the sandbox takes it: an empty field is an absent one.
  function messageOf(form, pressed) {
    const message = {};
    const named = Array.from(form.elements).filter((input) => input.name && input.type !== "submit");
    const chosen = named.filter((input) => input.type !== "radio" || input.checked);
    const inputs = pressed && pressed.name ? [...chosen, pressed] : chosen;
    for (const input of inputs) {
      if (input.value !== "" && counts(input)) message[input.name] = valueOf(input);
    }
    return message;
  }

  async function send(event) {
    const form = event.target.closest("form[data-post]");
    if (!form) return;
    event.preventDefault();
    const message = JSON.stringify(messageOf(form, event.submitter));
    const part = form.closest("[data-live]");
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    const error = await post(form.dataset.post, message).catch((failure) => String(failure));
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    tell(form, error);
    await refresh();
    focusAgain(event.submitter, part);
  }

  // A disabled button loses the focus. One that is gone leaves it to the part that it was in.
  function focusAgain(pressed, part) {
    if (!pressed || document.activeElement !== document.body) return;
    if (part && !pressed.isConnected) part.tabIndex = -1;
    (pressed.isConnected ? pressed : part).focus({ preventScroll: true });
  }

  // The error in words, or nothing.
  async function post(address, body) {
    // An error is read on this page: in its language.
    const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
    const answer = await fetch(address, { method: "POST", headers, body });
    if (answer.ok) return "";
    const text = await answer.text();
    try {
      return JSON.parse(text).error;
    } catch {
      return text || String(answer.status);
    }
  }

  function tell(form, error) {
    const place = form.querySelector(".error");
    if (place) {
      place.textContent = error;
      place.hidden = !error;
    }
    const done = form.querySelector(".done");
    if (done) {
      done.textContent = form.dataset.done;
      done.hidden = Boolean(error);
    }
    announce(error || form.dataset.done);
  }

  const liveParts = () => document.querySelectorAll("[data-live]");

  // Replaces the parts that have changed; open rows stay open, focus stays where it was.
  async function refresh() {
    const answer = await fetch(location.href.split("#")[0]);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of liveParts()) {
      const next = page.querySelector(`[data-live="${part.dataset.live}"]`);
      if (next) renew(part, next);
    }
  }

  const idsOf = (part) => Array.from(part.querySelectorAll("details[id]"), (row) => row.id).join();

  function renew(part, next) {
    const news = idsOf(part) !== idsOf(next);
    for (const row of part.querySelectorAll("details[open]")) {
      const again = row.id ? next.querySelector(`#${row.id}`) : next.querySelector(`details.${row.className}`);
      if (again) again.open = true;
    }
    if (part.innerHTML === next.innerHTML) return;
    const focused = part.contains(document.activeElement) && document.activeElement.closest("details[id]");
    part.replaceChildren(...next.childNodes);
    const again = focused && document.getElementById(focused.id);
    if (again) again.querySelector("summary").focus();
    if (news && part.dataset.news) announce(part.dataset.news);
  }

  async function copy(button) {
    const from = button.dataset.copyFrom;
    const text = from ? document.getElementById(from).textContent : button.dataset.copy;
    await navigator.clipboard.writeText(text);
    announce(button.dataset.copied);
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 1200);
  }

  const later = (work) => work().catch(() => {});

  document.addEventListener("submit", send);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (button) later(() => copy(button));
    // The menu lies over the page that its link leads to.
    const menu = event.target.closest("nav:popover-open");
    if (menu && event.target.closest("a")) menu.hidePopover();
  });
  // A choice that applies at once needs no button.
  const filter = document.querySelector(".filter select");
  if (filter) filter.addEventListener("change", () => filter.form.submit());
  const time = document.getElementById("set-time");
  if (time) time.value = new Date(Date.now() + KST_MS).toISOString().slice(0, 19);
  if (liveParts().length) setInterval(() => document.hidden || later(refresh), POLL_MS);
})();
