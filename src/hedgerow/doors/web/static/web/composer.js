/* The composer: the draft kept for each face, the count near the limit, pictures with their words, Ctrl+Enter. */
(() => {
  "use strict";

  const SENDING = "sending";
  const words = () => document.getElementById("words").dataset;
  const forms = () => document.querySelectorAll("form[data-composer]");
  const keyOf = (form) => `draft:${document.body.dataset.face}:${form.dataset.composer}`;

  /* --- the draft: forgotten only when the server has taken the post ----------------------------------------- */
  function forgetWhatWasSent() {
    const key = sessionStorage.getItem(SENDING);
    sessionStorage.removeItem(SENDING);
    const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
    if (key && redirected && !document.querySelector(".composer .errors, .wrong")) localStorage.removeItem(key);
  }

  function keep(form) {
    const text = form.elements.text.value;
    const note = form.elements.note?.value || "";
    if (text.trim() || note.trim()) localStorage.setItem(keyOf(form), JSON.stringify({ text, note }));
    else localStorage.removeItem(keyOf(form));
  }

  function bringBack(form) {
    const kept = localStorage.getItem(keyOf(form));
    if (!kept || form.elements.text.value.trim() || form.dataset.composer.startsWith("edit:")) return;
    const { text, note } = JSON.parse(kept);
    form.elements.text.value = text;
    if (form.elements.note && note) form.elements.note.value = note;
    window.hedgerow?.say(words().draft);
  }

  /* --- the count ---------------------------------------------------------------------------------------------- */
  function count(form) {
    const limit = Number(form.dataset.limit);
    const left = limit - [...form.elements.text.value].length;
    const place = form.querySelector("[data-count]");
    place.textContent = left < limit / 5 ? String(left) : "";
    place.classList.toggle("is-over", left < 0);
  }

  /* --- pictures ------------------------------------------------------------------------------------------------ */
  function setFiles(input, files) {
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    input.files = carrier.files;
    showFiles(input);
  }

  async function drawSmall(canvas, file) {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    canvas.width = canvas.height = 144;
    canvas.getContext("2d").drawImage(
      picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 144, 144,
    );
  }

  function attachment(input, file, place, alt) {
    const item = document.createElement("li");
    item.className = "attachment is-new";
    const canvas = document.createElement("canvas");
    drawSmall(canvas, file).catch(() => {});
    const field = document.createElement("div");
    field.className = "field";
    const label = document.createElement("label");
    label.htmlFor = `new-alt-${place}`;
    label.textContent = words().alt;
    const text = Object.assign(document.createElement("input"), { id: label.htmlFor, name: "new_alt", value: alt, maxLength: 1500 });
    field.append(label, text);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button button-small button-quiet";
    remove.textContent = words().remove;
    remove.addEventListener("click", () => {
      item.remove();
      setFiles(input, [...input.files].filter((other) => other !== file));
    });
    item.append(canvas, field, remove);
    return item;
  }

  function showFiles(input) {
    const list = input.form.querySelector("[data-attachments]");
    const told = [...list.querySelectorAll(".is-new input")].map((text) => text.value);
    for (const old of list.querySelectorAll(".is-new")) old.remove();
    [...input.files].forEach((file, place) => list.append(attachment(input, file, place, told[place] || "")));
  }

  function addFiles(form, files) {
    const pictures = [...files].filter((file) => file.type.startsWith("image/"));
    const input = form.querySelector("[data-pick]");
    if (pictures.length && input) setFiles(input, [...input.files, ...pictures]);
    return pictures.length > 0;
  }

  /* --- hearing -------------------------------------------------------------------------------------------------- */
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-composer]")) return;
    if (["text", "note"].includes(event.target.name)) keep(form);
    if (event.target.name === "text") count(form);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick]")) showFiles(event.target);
    const found = event.target.closest("[data-found]");
    if (found && event.target.checked) {
      found.removeAttribute("data-found");
      found.closest("form").querySelector("#chosen-people").append(found);
    }
  });

  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("form[data-composer]");
    if (form && event.clipboardData?.files.length && addFiles(form, event.clipboardData.files)) event.preventDefault();
  });

  document.addEventListener("dragover", (event) => {
    if (event.target.closest?.("form[data-composer]")) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const form = event.target.closest?.("form[data-composer]");
    if (form && event.dataTransfer?.files.length && addFiles(form, event.dataTransfer.files)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-composer]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-composer]")) sessionStorage.setItem(SENDING, keyOf(event.target));
    if (event.target.matches(`form[data-forget-drafts], form[action*="/logout/"]`)) {
      for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
    }
  });

  forgetWhatWasSent();
  for (const form of forms()) {
    bringBack(form);
    count(form);
  }
})();
