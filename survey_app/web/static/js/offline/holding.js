// One interview on the device: before consent in the memory of the page only, after it as sealed
// events, each with an id of its own. What an answer does follows services/answering.py.
import { newCode } from "./codes.js";
import { Course, leftForTime, skippedForTime } from "./course.js";
import { acknowledge, clear, eventsOf, keep, wipe } from "./keep.js";
import { DUTCH, NOT_DUTCH, reduced, withoutCovered } from "./covered.js";
import { LEADS, led } from "./leading.js";
import { readScreen } from "./reading.js";
import { ANSWERED, droppedBy, Route, valueOf } from "./routing.js";
import { seal, unseal } from "./seal.js";
import { inOrder, inStep, noted, now } from "./time.js";

const today = () => now().toISOString().slice(0, 10);

const opened = (vault, rows) =>
  Promise.all(
    rows.map(async ({ id, sealed, n, sent }) => ({ ...inStep(await unseal(vault.key, sealed, id)), n, sent })),
  );

const inTime = (events) => events.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));

// It was removed, here or on another device, and does not come back.
export class Removed extends Error {}

export class Holding {
  constructor(bundle, vault, head) {
    this.bundle = bundle;
    this.questionnaire = bundle.questionnaire;
    this.vault = vault; // {owner, key}
    this.head = head; // of an interview that is not there yet: without an id
    this.events = [];
    this.sheet = new Map();
    this.typed = new Map(); // forms that cannot be answers yet, by question
    this.heard = head.heard ?? DUTCH;
    this.spoken = ""; // the language of the interview, as long as it may not be stored
    this.languageLost = false; // it was not stored, and must be chosen again
    this.told = null; // how the screen was filled in
    this.same = new Map(); // by item, the id of an answer that the server may have heard of
  }

  static begin(bundle, vault, { area, coupon, language, willBe }) {
    return new Holding(bundle, vault, { area, coupon, willBe, heard: language, version: bundle.version });
  }

  // Begun with a network; these events were received.
  static async carry(bundle, vault, head, events) {
    const holding = new Holding(bundle, vault, { ...head, carried: true });
    await holding.#append(events);
    return holding;
  }

  static async resume(bundleOf, vault, stored) {
    const head = inStep(await unseal(vault.key, stored.sealed, stored.id));
    const holding = new Holding(await bundleOf(head.version), vault, head);
    holding.mark = stored.mark;
    const events = await opened(vault, await eventsOf(stored.id));
    if (head.ended) events.push(inStep(head.ended));
    holding.events = inOrder(events);
    if (head.ended) head.ended = holding.events.pop();
    inTime(holding.events);
    for (const event of holding.events) holding.#show(event); // of two devices, the later counts
    if (holding.special) holding.heard = holding.events.findLast((e) => e.language)?.language ?? DUTCH;
    holding.languageLost = holding.heard === DUTCH && holding.events.at(-1)?.language === NOT_DUTCH;
    return holding;
  }

  get stored() {
    return Boolean(this.head.id);
  }

  // Its id, also before there is an interview.
  get willBe() {
    return this.head.id ?? this.head.willBe;
  }

  get special() {
    const { consent } = this.questionnaire;
    return valueOf(this.sheet, consent.special) === consent.yes;
  }

  // The place of the next event.
  get #following() {
    return Math.max(0, ...this.events.map((event) => event.n)) + 1;
  }

  get unsent() {
    return this.events.filter((event) => !event.sent);
  }

  route() {
    this.way ??= new Route(this.questionnaire, this.sheet, today());
    return this.way;
  }

  // The order of the screens, as this interview is led.
  get course() {
    const route = this.route();
    if (this.goes?.route !== route) this.goes = new Course(route, led(this.sheet));
    return this.goes;
  }

  get openQuestions() {
    return this.course.openQuestions.filter((question) => question.section.aloud);
  }

  // Reads a form, keeps what is right, and says what still has to be said.
  async answer(question, form, { confirmed = false, note = null, leaveOpen = false, reason = "", told = null } = {}) {
    const before = this.route();
    this.told = told;
    const read = readScreen(before, question, form);
    const { consent, branch } = this.questionnaire;
    if (!read.answers.has(consent.language)) {
      read.complaints = read.complaints.filter((one) => one.item !== consent.language);
    }
    const emptied = this.#emptied(question, read, branch);
    if (emptied.length && !confirmed) return { read, emptied, complaints: read.complaints };
    const answers = new Map(read.right);
    for (const name of emptied) answers.set(name, { value: "", status: "nvt_route" });
    if (note !== null) answers.set(`${question.name}__note`, { value: note.trim(), status: ANSWERED });
    if (reason) {
      const soft = read.complaints.filter((one) => !one.hard);
      for (const { item } of soft) answers.set(`${item}__reason`, { value: reason, status: ANSWERED });
    }
    await this.#save(question, answers);
    const wrong = read.complaints.some((one) => one.hard);
    wrong ? this.typed.set(question.name, form) : this.typed.delete(question.name);
    // the path for these answers was walked already, where they are kept as they were read
    const asRead = !wrong && !emptied.length && !led(this.sheet).short && !Object.values(consent).includes(question.name);
    if (asRead) this.way = read.after;
    const open = this.route().openItems(question);
    const mayStayOpen = ![consent.gate, consent.special].includes(question.name);
    const stillOpen = leaveOpen && mayStayOpen ? [] : open;
    return { read, emptied: [], complaints: read.complaints, wrong, stillOpen, mayStayOpen };
  }

  // Lead the interview so from now on; the path stays what it is.
  async lead(action) {
    const [item, value] = LEADS[action];
    const answers = new Map([[item, { value, status: ANSWERED }]]);
    if (action === "whole") {
      for (const left of leftForTime(this.route())) answers.set(left.name, { value: "", status: ANSWERED });
    }
    await this.#append(this.#eventsFor(answers));
    await this.#keepShort();
  }

  // When time is short: what the path newly asks and is not core reads *tijd*.
  async #keepShort() {
    if (!led(this.sheet).short) return;
    const left = skippedForTime(this.route()).map((item) => [item.name, { value: "", status: "tijd" }]);
    const events = this.#eventsFor(new Map(left));
    if (events.length) await this.#append(events);
  }

  #emptied(question, { right }, branch) {
    const had = valueOf(this.sheet, branch);
    const asks = question.items.some((item) => item.name === branch);
    if (!asks || !had || !right.has(branch) || had === right.get(branch).value) return [];
    return droppedBy(this.route(), this.route().with(right));
  }

  async #save(question, answers) {
    const { consent } = this.questionnaire;
    if (answers.has(consent.language)) this.spoken = answers.get(consent.language).value;
    const events = this.#eventsFor(answers);
    if (!this.stored) return this.#hold(events, question);
    const decided = events.find((event) => event.item === consent.special);
    if (decided?.value === consent.yes) events.push(...this.#realLanguages(events));
    const goesOn = this.head.ended?.state === "stopped" && question.section.aloud;
    const head = goesOn ? { ...this.head, ended: null } : this.head;
    if (this.special && decided) await this.#eraseCovered(head, events);
    else await this.#append(events, head);
    await this.#keepShort();
  }

  #eventsFor(answers) {
    return [...answers]
      .filter(([item, answer]) => this.#differs(item, answer))
      .map(([item, answer]) => this.#event(item, answer));
  }

  // Before consent: in memory only. With *yes* the interview begins, and all of it is kept, or
  // nothing of it when the device cannot.
  async #hold(events, question) {
    for (const event of events) this.events.push(event), this.#show(event);
    const { consent } = this.questionnaire;
    if (question.name !== consent.gate || valueOf(this.sheet, consent.gate) !== consent.yes) return;
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    const begun = noted(now().toISOString());
    const before = [this.head, this.events, this.sheet];
    const id = this.willBe ?? crypto.randomUUID();
    const head = { ...this.head, ...begun, id, seed, code: newCode(), ended: null };
    delete head.heard; // a language is no matter for the store before the second consent
    const first = this.events.map((event) => this.#storable(event));
    [this.head, this.events, this.sheet] = [head, [], new Map()];
    try {
      await this.#append(first);
    } catch (error) {
      [this.head, this.events, this.sheet] = before;
      this.way = null;
      throw error;
    }
  }

  #differs(item, { value, status }) {
    const standing = this.sheet.get(item);
    if (!standing) return value !== "" || status !== ANSWERED;
    return standing.value !== value || standing.status !== status;
  }

  #event(item, { value, status }) {
    const id = this.#idOf(item, value, status);
    const event = { id, item, value, status, language: this.heard, ...noted(this.#moment()) };
    if (this.told) event.paradata = this.#about(item);
    return this.stored ? this.#storable(event) : event;
  }

  // Never before what was there already, also when the clock was put back.
  #moment() {
    const last = this.events.at(-1)?.at ?? "";
    const moment = now().toISOString();
    return moment > last ? moment : last;
  }

  #idOf(item, value, status) {
    const { id, ...answer } = this.same.get(item) ?? {};
    const isSame = answer.status === undefined || (answer.value === value && answer.status === status);
    if (!id || !isSame) return crypto.randomUUID();
    this.same.delete(item);
    return id;
  }

  // The paradata of one item; a card has a time of its own.
  #about(item) {
    const { cards = {}, ...told } = this.told;
    return item in cards ? { ...told, milliseconds: cards[item] } : told;
  }

  #storable(event) {
    const { consent } = this.questionnaire;
    const giving = event.item === consent.special && event.value === consent.yes;
    if (this.special || giving) return event;
    const value = event.item === consent.language && event.value ? reduced(event.value) : event.value;
    return { ...event, value, language: reduced(event.language) };
  }

  #realLanguages(events) {
    const { consent } = this.questionnaire;
    const known = this.spoken || (this.heard === DUTCH ? "" : this.heard);
    const told = events.find((event) => event.item === consent.special);
    if (!known || !consent.language || valueOf(this.sheet, consent.language) === known) return [];
    const language = { item: consent.language, value: known, status: ANSWERED };
    return [{ ...told, ...language, id: crypto.randomUUID() }];
  }

  // Nothing changes here before it is on the disk.
  async #append(events, head = this.head) {
    const rows = await this.#sealed(events);
    await this.#keep(head, rows);
    this.head = head;
    rows.forEach((row, place) => {
      this.events.push({ ...events[place], n: row.n });
      this.#show(events[place]);
    });
  }

  // Another page may have sent all of it, so that nothing stayed: then it comes back as a whole.
  async #keep(head, rows) {
    if (await keep(await this.#sealedHead(head), rows)) return;
    for (const event of this.events) event.sent = true;
    const whole = [...(await this.#sealed(this.events)), ...rows];
    if (!(await keep(await this.#sealedHead(head), whole, { anew: true }))) throw new Removed();
  }

  #sealed(events) {
    const first = this.#following;
    return Promise.all(
      events.map(async (event, place) => ({
        id: event.id,
        interview: this.head.id,
        n: event.n ?? first + place,
        sent: event.sent ?? false,
        sealed: await seal(this.vault.key, event, event.id),
      })),
    );
  }

  // The version stands beside it in plain: which questionnaire must stay on this device.
  async #sealedHead(head = this.head) {
    const sealed = await seal(this.vault.key, head, head.id);
    this.mark = crypto.randomUUID();
    return { id: head.id, owner: this.vault.owner, version: head.version, mark: this.mark, sealed };
  }

  #show({ item, value, status, language }) {
    this.sheet.set(item, { value, status, language });
    this.way = null;
  }

  // The second consent became *no*: whatever only it allowed leaves the device for good, also what
  // another page kept of it, in one transaction with that answer.
  async #eraseCovered(head, events) {
    const known = new Set(this.events.map((event) => event.id));
    const elsewhere = (await eventsOf(head.id)).filter((row) => !known.has(row.id));
    const before = inTime([...this.events, ...(await opened(this.vault, elsewhere))]);
    const first = Math.max(0, ...before.map((event) => event.n)) + 1;
    const all = [...before, ...events.map((event, place) => ({ ...event, n: first + place }))];
    const kept = withoutCovered(this.questionnaire, this.route(), all);
    const dropped = before.filter((event) => !kept.some((one) => one.id === event.id));
    await wipe(await this.#sealedHead(head), dropped, await this.#sealed(kept));
    for (const name of dropped.map((event) => event.item)) this.typed.delete(name);
    [this.head, this.events, this.sheet] = [head, kept, new Map()];
    for (const event of kept) this.#show(event);
    this.way = null;
  }

  async end(state) {
    const head = { ...this.head, ended: { state, ...noted(this.#moment()) } };
    await this.#keep(head, []);
    this.head = head;
  }

  // Nothing may stay: only that the server must forget it too, or when it told us to.
  async erase(received) {
    const { id } = this.head;
    await clear({ id, owner: this.vault.owner, erased: true, received });
  }

  // The server has these events. Of an interview that is over, nothing stays but that it arrived and
  // what was said of it.
  async received(sent, last, at, remarks) {
    const { id, ended, carried } = this.head;
    const state = ended?.state ?? "open";
    const stub = last && (ended || carried) ? { id, owner: this.vault.owner, state } : null;
    const ids = new Set(sent.map((event) => event.id));
    await acknowledge({ id, ids, mark: this.mark, at, remarks, stub });
  }
}
