// An interview that began with a network and lost it: the device goes on where the server was. What
// the server may have heard of already keeps its ids, so that it is stored once.
import { bundleOf, newest } from "./bundles.js";
import { Holding } from "./holding.js";
import { LEADS } from "./leading.js";
import { readScreen } from "./reading.js";
import { screenIds } from "./screen_ids.js";

// From the worker; null when the page began by itself.
export const handedOver = () => tell("look");

// It is sealed on the device now: the worker may forget it.
export const taken = () => tell("taken");

async function tell(word) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return null;
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(word, [channel.port2]);
  });
}

export async function goOnWith({ known, opened, sent, now }, vault) {
  const holding = known ? await asKnown(known, vault) : await asOpened(opened, vault, now);
  for (const screen of sent) await again(holding, screen);
  await lay(holding, now, sent);
  return holding;
}

async function asKnown({ head, answers }, vault) {
  const received = answers.map((one) => ({
    ...one, at: new Date(one.at).toISOString(), id: crypto.randomUUID(), sent: true,
  }));
  return Holding.carry(await bundleOf(head.version), vault, head, received);
}

// Before consent. Had *yes* been heard, all answers before it would have the ids of that screen.
async function asOpened({ interview, area, coupon }, vault, now) {
  const bundle = await newest(vault.study);
  const begun = { area, coupon, language: now.heard, willBe: interview };
  const holding = Holding.begin(bundle, vault, begun);
  holding.same = await screenIds(interview, holding.route().questions, parted(now.fields).page.id);
  return holding;
}

// A screen that the server took: it does here what it did there.
async function again(holding, { question: name, heard, fields }) {
  const question = holding.questionnaire.byName.get(name);
  const { form, page } = parted(fields);
  const action = page.action ?? "next";
  holding.heard = heard;
  if (holding.stored) holding.same = await screenIds(holding.willBe, [question], page.id);
  await holding.answer(question, form, {
    confirmed: action === "confirm", leaveOpen: true, note: page.note ?? null, reason: page.reason ?? "",
  });
  if (action in LEADS) await holding.lead(action);
  if (action.startsWith("language:")) holding.heard = action.slice("language:".length);
}

// The screen that could not be sent: as it was filled in, to be pressed once more.
async function lay(holding, { question: name, heard, fields }, sent) {
  const question = holding.questionnaire.byName.get(name);
  const { form, page } = parted(fields);
  const { language } = holding.questionnaire.consent;
  holding.heard = heard;
  holding.spoken = fields.find(([field]) => field.endsWith(`.${language}`))?.[1] ?? "";
  holding.typed.set(name, form);
  const { answers } = readScreen(holding.route(), question, form);
  const corrected = sent.some((one) => parted(one.fields).page.id === page.id); // new, whatever it says
  const ids = corrected ? new Map() : await screenIds(holding.willBe, [question], page.id);
  for (const [item, { id }] of ids) if (answers.has(item)) ids.set(item, { id, ...answers.get(item) });
  holding.same = new Map([...holding.same].filter(([item]) => !holding.stored && !ids.has(item)));
  for (const [item, told] of ids) if (told.status !== undefined) holding.same.set(item, told);
}

// The fields of the questions, and what the page says about itself.
function parted(fields) {
  const [form, page] = [new Map(), {}];
  for (const [name, value] of fields) {
    if (name.startsWith("page.")) page[name.slice(5)] = value;
    else if (name === "action") page.action = value;
    else if (!name.includes(".") && !["heard", "csrf_token"].includes(name)) {
      form.set(name, [...(form.get(name) ?? []), value]);
    }
  }
  return { form, page };
}
