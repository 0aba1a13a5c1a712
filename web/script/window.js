// What makes the window's forms pleasant. Each of them works without it; the server checks everything again.
(() => {
  "use strict";

  const digitsOf = (text) => text.replace(/\D/g, "");

  // How each shape writes the digits that were typed.
  const shapes = {
    groups: (digits) => digits.slice(0, 16).replace(/(\d{4})(?=\d)/g, "$1 "),
    expiry: (digits) => {
      // "8" can only be August; "829" typed without its zero is 08/29.
      const month = /^[2-9]/.test(digits) ? "0" + digits : digits;
      const four = fourDigitExpiry(month).slice(0, 4);
      return four.length > 2 ? four.slice(0, 2) + "/" + four.slice(2) : four;
    },
    digits: (digits) => digits,
  };

  // Browsers that remember a card may fill in MM/YYYY.
  function fourDigitExpiry(digits) {
    return digits.length === 6 && digits.slice(2, 4) === "20" ? digits.slice(0, 2) + digits.slice(4) : digits;
  }

  // Writes the field in its shape and keeps the caret behind the digit that it stood behind.
  function reshape(input) {
    const before = input.value;
    const after = shapes[input.dataset.shape](digitsOf(before));
    if (after === before) return;
    const caret = input.selectionStart;
    const atEnd = caret === null || caret === before.length;
    const digitsBefore = atEnd ? 0 : digitsOf(before.slice(0, caret)).length;
    input.value = after;
    if (atEnd) return;
    let position = 0;
    for (let seen = 0; seen < digitsBefore && position < after.length; position += 1) {
      if (/\d/.test(after[position])) seen += 1;
    }
    input.setSelectionRange(position, position);
  }

  function faultOf(input) {
    const digits = digitsOf(input.value);
    if (digits === "") return input.dataset.missing;
    const fits = input.dataset.digits.split(" ").includes(String(digits.length));
    const isMonth = input.dataset.shape !== "expiry" || /^(0[1-9]|1[0-2])/.test(digits);
    if (!fits || !isMonth) return input.dataset.malformed;
    return isPast(input, digits) ? input.dataset.past : faultOfIssuer(input, digits);
  }

  // A card is good until its last month ends, by the merchant's clock.
  function isPast(input, digits) {
    const now = Number(input.dataset.thisMonth);
    return Boolean(input.dataset.past) && Number(digits.slice(2) + digits.slice(0, 2)) < now;
  }

  // Whose number it is, where that is somebody else's than the issuer that was chosen.
  function faultOfIssuer(input, digits) {
    if (!input.dataset.others) return "";
    const others = Object.entries(JSON.parse(input.dataset.others));
    const other = others.find(([first]) => digits.startsWith(first));
    return other ? input.dataset.other.replace("{}", () => other[1]) : "";
  }

  function showFault(input, fault) {
    document.getElementById(input.id + "-error").textContent = fault;
    if (fault) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  // Card data never comes back from the server, so what can be told before it goes is told here.
  function firstFaultyField(form) {
    let first = null;
    for (const input of form.querySelectorAll("input[data-shape]")) {
      // What isn't asked isn't shown.
      if (!input.checkVisibility()) continue;
      const fault = faultOf(input);
      showFault(input, fault);
      if (fault && !first) first = input;
    }
    return first;
  }

  function firstMissingAgreement(form) {
    const missing = form.querySelector("input[name=agree]:not(:checked)");
    const error = form.querySelector("#agree-error");
    if (error) error.textContent = missing ? error.dataset.missing : "";
    return missing;
  }

  // The press is taken once. The buttons are disabled a moment later: a disabled one would not be sent.
  function send(event) {
    const form = event.target;
    if (document.body.dataset.sent) {
      event.preventDefault();
      return;
    }
    const isQuestion = form.classList.contains("question");
    const fault = isQuestion && (firstFaultyField(form) || firstMissingAgreement(form));
    if (fault) {
      event.preventDefault();
      fault.focus();
      return;
    }
    document.body.dataset.sent = "true";
    setTimeout(() => showBusy(form, event.submitter), 0);
  }

  function showBusy(form, pressed) {
    for (const button of document.querySelectorAll("button")) button.disabled = true;
    if (!form.dataset.busy) return;
    const button = pressed && pressed.dataset.busy ? pressed : null;
    document.getElementById("announcer").textContent = form.dataset.busy;
    if (pressed) pressed.classList.add("busy");
    if (button) button.textContent = button.dataset.busy;
  }

  function linkAgreements(all) {
    const each = Array.from(document.querySelectorAll("input[name=agree]"));
    all.parentElement.hidden = false;
    const settle = () => {
      const agreed = each.filter((box) => box.checked).length;
      all.checked = agreed === each.length;
      all.indeterminate = agreed > 0 && agreed < each.length;
      if (all.checked) firstMissingAgreement(all.form);
    };
    all.addEventListener("change", () => {
      for (const box of each) box.checked = all.checked;
      settle();
    });
    for (const box of each) box.addEventListener("change", settle);
    settle();
  }

  // Long choices: a search, and those that were taken lately first. Names of issuers, nothing of a card.
  const RECENT = 3;
  const SEARCHED_FROM = 9;

  function recent(list) {
    try {
      return JSON.parse(localStorage.getItem("hectare." + list)) || [];
    } catch {
      return [];
    }
  }

  function remember(list, value) {
    const values = [value, ...recent(list).filter((one) => one !== value)].slice(0, RECENT);
    try {
      localStorage.setItem("hectare." + list, JSON.stringify(values));
    } catch {
      // A browser that keeps nothing.
    }
  }

  function helpChoosing(choices) {
    const list = choices.dataset.recent;
    const items = Array.from(choices.children);
    const button = (item) => item.querySelector("button");
    for (const value of recent(list).reverse()) {
      const item = items.find((one) => button(one).value === value);
      if (item) choices.prepend(item);
    }
    choices.addEventListener("click", (event) => {
      const chosen = event.target.closest("button");
      if (chosen) remember(list, chosen.value);
    });
    if (items.length < SEARCHED_FROM) return;
    const search = document.getElementById("search");
    const text = search.querySelector("input");
    const bare = (words) => words.toLowerCase().replace(/\s/g, "");
    search.hidden = false;
    const narrow = () => {
      for (const item of items) item.hidden = !bare(item.innerText || item.textContent).includes(bare(text.value));
      document.getElementById("search-none").hidden = items.some((item) => !item.hidden);
    };
    text.addEventListener("input", narrow);
    // Enter in the search takes the choice that is left, and is never an answer without one.
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const left = Array.from(choices.children).filter((item) => !item.hidden);
      if (left.length === 1) button(left[0]).click();
    });
  }

  // Escape leaves a window that stands over the merchant's page, and asks first where something would be lost. A
  // browser's own question is not to be had in a frame of another site.
  function leave() {
    const form = document.getElementById("leave");
    const dialog = document.getElementById("leave-dialog");
    if (document.body.dataset.sent || dialog.open) return;
    if (!hasTyped()) {
      form.requestSubmit(form.querySelector("button"));
      return;
    }
    dialog.returnValue = "stay";
    dialog.showModal();
    dialog.querySelector("[value=stay]").focus();
  }

  function hasTyped() {
    const fields = Array.from(document.querySelectorAll("form.question input:not([type=hidden])"));
    return fields.some((field) => (field.type === "checkbox" ? field.checked : field.value !== ""));
  }

  function listenForEscape() {
    const dialog = document.getElementById("leave-dialog");
    dialog.addEventListener("close", () => {
      const form = document.getElementById("leave");
      if (dialog.returnValue === "leave") form.requestSubmit(form.querySelector("button"));
    });
    if (parent === window) return;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || dialog.open) return;
      event.preventDefault();
      leave();
    });
    // The page around the frame had the key.
    window.addEventListener("message", (event) => {
      if (event.source === parent && event.data === '{"action":"HECTARE_ESCAPE"}') leave();
    });
  }

  // The first field of a step has the focus; on a screen that is touched a keyboard would cover half of it.
  function focusFirst() {
    const invalid = document.querySelector("[aria-invalid]");
    const touched = matchMedia("(pointer: coarse)").matches;
    const first = Array.from(document.querySelectorAll("[data-first]")).find((one) => one.checkVisibility());
    const needsKeyboard = first && first.matches("input:not([type=checkbox])");
    if (invalid) invalid.focus();
    else if (first && !(touched && needsKeyboard)) first.focus({ preventScroll: true });
  }

  for (const form of document.forms) {
    if (form.method === "dialog") continue;
    form.noValidate = true;
    form.addEventListener("submit", send);
  }
  for (const input of document.querySelectorAll("input[data-shape]")) {
    // Room for what is pasted with separators; the shape cuts it.
    if (input.dataset.shape !== "digits") input.removeAttribute("maxlength");
    input.addEventListener("input", () => {
      reshape(input);
      if (input.hasAttribute("aria-invalid") && !faultOf(input)) showFault(input, "");
    });
    input.addEventListener("blur", () => {
      if (input.value) showFault(input, faultOf(input));
    });
  }
  const agreeAll = document.getElementById("agree-all");
  if (agreeAll) linkAgreements(agreeAll);

  const choices = document.getElementById("choices");
  if (choices) helpChoosing(choices);
  listenForEscape();
  focusFirst();

  // A page that comes back from the browser's memory may be stale: the server knows where things stand.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
