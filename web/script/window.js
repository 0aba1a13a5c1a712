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
    return fits && isMonth ? "" : input.dataset.malformed;
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

  for (const form of document.forms) {
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

  const invalid = document.querySelector("[aria-invalid]");
  if (invalid) invalid.focus();

  // A page that comes back from the browser's memory may be stale: the server knows where things stand.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
