// Reads a .vtt or .txt file into the transcript's field, where the editor can put it right.

async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes); // from older programs
  }
}

document.addEventListener("change", async (event) => {
  const input = event.target.closest("[data-transcript-file]");
  if (!input || input.files.length === 0) {
    return;
  }
  const field = document.getElementById(input.dataset.transcriptFile);
  field.value = await textOf(input.files[0]);
  input.value = "";
  // Wagtail saves, counts and sizes the field when it hears of it.
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});
