// The rows of a <field-picker>: what fits the typed text, the best first, and who has it already.
const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

function worth(option, asked) {
  const said = [option.value, ...(option.dataset.also ?? "").split(" ")].map(plain);
  if (said[0] === asked) return 0;
  if (said[0].startsWith(asked)) return 1;
  if (said.some((word) => word.startsWith(asked))) return 2;
  return said[0].includes(asked) ? 3 : 9;
}

function row(option, input) {
  const others = [...input.form.querySelectorAll("field-picker input")];
  const isOwner = (other) => other !== input && other.value && other.value === option.value;
  const owner = others.find(isOwner);
  const made = document.createElement("div");
  const note = document.createElement("span");
  made.textContent = option.value ? `${option.value} ` : "Leave it out";
  made.dataset.word = option.value;
  note.className = "sub";
  note.textContent = owner ? `now from ${owner.dataset.column}` : (option.label ?? "");
  made.append(note);
  return made;
}

export function matching(datalist, text, input) {
  const asked = plain(text);
  const judged = [...datalist.options].map((option) => ({ option, worth: worth(option, asked) }));
  const found = asked ? judged.filter((each) => each.worth < 9) : judged;
  if (asked) found.sort((a, b) => a.worth - b.worth);
  const rows = found.map((each) => row(each.option, input));
  return asked ? rows : [row({ value: "" }, input), ...rows];
}
