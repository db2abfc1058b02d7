/* A contact's page has several small forms. Whoever saves one of them keeps what was changed in the others too. */
(() => {
  "use strict";

  const WAITING = `waiting:${location.pathname}`;
  const words = () => document.getElementById("words").dataset;
  const forms = () => [...document.querySelectorAll("form[data-together]")];
  const given = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const said = (form) => JSON.stringify(given(form));
  const before = new Map(forms().map((form) => [form, said(form)]));

  /* Kept where it leads back here; what is refused, or asks first, is a page of its own. */
  async function keep(form) {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") before.set(form, said(form));
    return answer.type === "opaqueredirect";
  }

  async function saveAll(changed) {
    const asking = [];
    for (const form of changed) if (!await keep(form)) asking.push(form);
    if (!asking.length) return location.reload();
    // One question at a time; what waits stands here as it was chosen, when one comes back.
    const [first, ...rest] = asking;
    sessionStorage.setItem(WAITING, JSON.stringify(rest.map((form) => [form.action, given(form)])));
    return first.submit();
  }

  function fill(form, entries) {
    for (const field of form.elements) {
      const values = entries.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length && field.type !== "hidden") [field.value] = values;
    }
  }

  function bringBack() {
    const waiting = JSON.parse(sessionStorage.getItem(WAITING) || "[]");
    sessionStorage.removeItem(WAITING);
    for (const [action, entries] of waiting) {
      const form = forms().find((each) => each.action === action);
      if (form) fill(form, entries);
    }
    if (waiting.length) window.hedgerow.say(words().unsaved);
  }

  document.addEventListener("submit", (event) => {
    const pressed = event.target;
    if (!pressed.matches("form[data-together]")) return;
    const others = forms().filter((form) => form !== pressed && said(form) !== before.get(form));
    if (!others.length) return;
    event.preventDefault();
    saveAll([...others, pressed]).catch(() => window.hedgerow.say(words().failed));
  });

  bringBack();
})();
