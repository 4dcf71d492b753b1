// The days of another period are asked for only where another period is chosen. Without
// JavaScript they stand there always, and are read only then.
const choice = document.querySelector(".figures-period select");
const fields = document.querySelectorAll("[data-other-period]");
const show = () => {
  for (const field of fields) field.hidden = choice.value !== "anden";
};
if (choice) {
  choice.addEventListener("change", show);
  show();
}
