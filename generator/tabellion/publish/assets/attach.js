// Files that come with a comment: chosen, checked for what tells of a person, kept with the draft. They are never run or shown here.
"use strict";

{
const SIGNS = [
  ["form_sign_number", window.guideSending.SOCIAL_SECURITY],
  ["form_sign_patient", /"resourceType"\s*:\s*"(Patient|RelatedPerson|Person)"|<(\w+:)?(Patient|RelatedPerson|Person)\b|^PID\|/m],
  ["form_sign_birth", /"birthDate"\s*:|<(\w+:)?birth(Date|Time)\b/],
];
const { say, make } = window.guideSending;
const PICTURE = /\.(png|jpe?g|pdf)$/i;

function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(text);
}

// what of a person the file seems to hold, and why it cannot come with a comment
async function read(file, limits) {
  const suffix = `.${file.name.split(".").pop().toLowerCase()}`;
  if (!limits.suffixes.includes(suffix)) return { name: file.name, fault: "form_file_type" };
  if (!file.size) return { name: file.name, fault: "form_file_empty" };
  if (file.size > limits.largest) return { name: file.name, fault: "form_file_large" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = PICTURE.test(file.name) ? "" : new TextDecoder().decode(bytes);
  const signs = SIGNS.filter(([, sign]) => sign.test(text)).map(([word]) => word);
  return { name: file.name, data: base64(bytes), signs };
}

// the part of the form: `files` is what was chosen before; `changed` is called with what is chosen now
window.guideAttach = function guideAttach({ limits, files, changed }) {
  const chosen = [...files];
  const input = make("input", { type: "file", multiple: true, accept: limits.suffixes.join(",") });
  const checked = make("input", { type: "checkbox" });
  const list = make("ul", { className: "tb-form-files" });
  const said = make("p", { "aria-live": "polite" });
  const check = make("p", { className: "tb-form-field tb-form-check", hidden: !chosen.length }, make("label", {}, checked, ` ${say("form_files_checked")}`));
  checked.id = "tb-form-files_checked";
  input.setAttribute("aria-describedby", "tb-form-files-help");
  const show = () => {
    list.replaceChildren(...chosen.map((file, number) => make("li", {}, `${file.name} `,
      ...(file.signs.length ? [make("strong", { textContent: `${say("form_file_signs", { what: file.signs.map((word) => say(word)).join(", ") })} ` })] : []),
      make("button", { type: "button", className: "tb-copy", textContent: say("form_remove"), onclick: () => { chosen.splice(number, 1); show(); changed(chosen); } }))));
    check.hidden = !chosen.length;
  };
  input.addEventListener("change", async () => {
    const faults = [];
    for (const file of input.files) {
      const found = chosen.length < limits.most ? await read(file, limits) : { name: file.name, fault: "form_file_many" };
      if (found.fault) faults.push(`${found.name} : ${say(found.fault)}`);
      else chosen.push(found);
    }
    said.textContent = faults.join(" ; ");
    input.value = "";
    checked.checked = false;
    show();
    changed(chosen);
  });
  show();
  return {
    input, checked, parts: [make("p", { id: "tb-form-files-help", className: "tb-muted", textContent: say("form_files_help") }), list, said, check],
    problem: () => {
      if (chosen.some((file) => file.signs.includes("form_sign_number"))) return ["files", say("form_file_number")];
      return chosen.length && !checked.checked ? ["files_checked", say("form_files_unchecked")] : null;
    },
    records: () => chosen.map(({ name, data }) => ({ name, data })),
    clear: () => { chosen.length = 0; checked.checked = false; show(); },
  };
};
}
