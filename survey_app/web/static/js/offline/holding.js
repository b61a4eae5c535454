// One interview on the device: before consent in the memory of the page only, after it as sealed
// events, each with an id of its own. What an answer does follows services/answering.py.
import { newCode } from "./codes.js";
import { eventsOf, keep, wipe } from "./keep.js";
import { readScreen } from "./reading.js";
import { ANSWERED, droppedBy, Route, valueOf } from "./routing.js";
import { seal, unseal } from "./seal.js";

const DUTCH = "nl";
const reduced = (language) => (language === DUTCH ? DUTCH : "niet_nl");
const today = () => new Date().toISOString().slice(0, 10);

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
  }

  static begin(bundle, vault, { area, coupon, language }) {
    return new Holding(bundle, vault, { area, coupon, heard: language, version: bundle.version });
  }

  static async resume(bundleOf, vault, stored) {
    const head = await unseal(vault.key, stored.sealed, stored.id);
    const holding = new Holding(await bundleOf(head.version), vault, head);
    for (const one of await eventsOf(stored.id)) {
      const event = await unseal(vault.key, one.sealed, one.id);
      holding.events.push({ ...event, n: one.n, sent: one.sent });
      holding.#show(event);
    }
    if (holding.special) holding.heard = holding.events.findLast((e) => e.language)?.language ?? DUTCH;
    return holding;
  }

  get stored() {
    return Boolean(this.head.id);
  }

  get special() {
    const { consent } = this.questionnaire;
    return valueOf(this.sheet, consent.special) === consent.yes;
  }

  get unsent() {
    return this.events.filter((event) => !event.sent);
  }

  route() {
    this.way ??= new Route(this.questionnaire, this.sheet, today());
    return this.way;
  }

  get firstOpen() {
    return this.route().openQuestions.find((question) => question.section.aloud) ?? null;
  }

  // Reads a form, keeps what is right, and says what still has to be said.
  async answer(question, form, { confirmed = false, note = null, leaveOpen = false } = {}) {
    const before = this.route();
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
    await this.#save(question, answers);
    const wrong = read.complaints.some((one) => one.hard);
    wrong ? this.typed.set(question.name, form) : this.typed.delete(question.name);
    // the path for these answers was walked already, where they are kept as they were read
    const asRead = !wrong && !emptied.length && !Object.values(consent).includes(question.name);
    if (asRead) this.way = read.after;
    const open = this.route().openItems(question);
    const mayStayOpen = ![consent.gate, consent.special].includes(question.name);
    const stillOpen = leaveOpen && mayStayOpen ? [] : open;
    return { read, emptied: [], complaints: read.complaints, wrong, stillOpen, mayStayOpen };
  }

  #emptied(question, { right }, branch) {
    const had = valueOf(this.sheet, branch);
    const asks = question.items.some((item) => item.name === branch);
    if (!asks || !had || !right.has(branch) || had === right.get(branch).value) return [];
    return droppedBy(this.route(), this.route().with(right));
  }

  async #save(question, answers) {
    const { consent } = this.questionnaire;
    const had = this.special;
    if (answers.has(consent.language)) this.spoken = answers.get(consent.language).value;
    const events = [...answers]
      .filter(([item, answer]) => this.#differs(item, answer))
      .map(([item, answer]) => this.#event(item, answer));
    if (!this.stored) return this.#hold(events, question);
    const gave = events.some((e) => e.item === consent.special && e.value === consent.yes);
    if (gave) events.push(...this.#realLanguages(events));
    if (this.head.ended?.state === "stopped" && question.section.aloud) this.head.ended = null;
    await this.#append(events);
    if (had && !this.special) await this.#eraseCovered();
  }

  // Before consent: in memory only. With *yes* the interview begins, and all of it is kept.
  async #hold(events, question) {
    for (const event of events) this.events.push(event), this.#show(event);
    const { consent } = this.questionnaire;
    if (question.name !== consent.gate || valueOf(this.sheet, consent.gate) !== consent.yes) return;
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    const at = new Date().toISOString();
    const head = { ...this.head, id: crypto.randomUUID(), seed, code: newCode(), at, ended: null };
    delete head.heard; // a language is no matter for the store before the second consent
    this.head = head;
    const first = this.events.map((event) => this.#storable(event));
    [this.events, this.sheet] = [[], new Map()];
    await this.#append(first);
  }

  #differs(item, { value, status }) {
    const standing = this.sheet.get(item);
    if (!standing) return value !== "" || status !== ANSWERED;
    return standing.value !== value || standing.status !== status;
  }

  #event(item, { value, status }) {
    const last = this.events.at(-1)?.at ?? "";
    const now = new Date().toISOString();
    const at = now > last ? now : last; // also when the clock was put back
    const event = { id: crypto.randomUUID(), item, value, status, language: this.heard, at };
    return this.stored ? this.#storable(event) : event;
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
    if (!known || !consent.language) return [];
    const language = { item: consent.language, value: known, status: ANSWERED };
    return [{ ...told, ...language, id: crypto.randomUUID() }];
  }

  async #append(events) {
    const rows = await this.#sealed(events);
    await keep(await this.#sealedHead(), rows);
    rows.forEach((row, place) => {
      this.events.push({ ...events[place], n: row.n });
      this.#show(events[place]);
    });
  }

  #sealed(events) {
    const first = (this.events.at(-1)?.n ?? 0) + 1;
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

  async #sealedHead() {
    const { id } = this.head;
    const sealed = await seal(this.vault.key, this.head, id);
    return { id, owner: this.vault.owner, sealed };
  }

  #show({ item, value, status, language }) {
    this.sheet.set(item, { value, status, language });
    this.way = null;
  }

  // The second consent became *no*: whatever only it allowed leaves the device for good.
  async #eraseCovered() {
    const { questionnaire: q } = this;
    const { consent } = q;
    const yes = this.route().with(new Map([[consent.special, { value: consent.yes, status: ANSWERED }]]));
    const no = this.route();
    const codes = (way, item) => way.visibleChoices(item).map((choice) => choice.name);
    const gone = new Map();
    const whole = new Set();
    for (const item of q.items.values()) {
      if (item.special || (yes.asked.has(item.name) && !no.asked.has(item.name))) {
        whole.add(item.name).add(`${item.name}__note`);
      }
      const left = codes(no, item);
      gone.set(item.name, codes(yes, item).filter((code) => !left.includes(code)));
    }
    const touches = (e) => e.value.split(" ").some((code) => gone.get(e.item)?.includes(code));
    for (const e of this.events) {
      if (q.items.get(e.item)?.type === "select_one" && touches(e)) whole.add(e.item);
    }
    const kept = [];
    for (const e of this.events.filter((one) => !whole.has(one.item))) {
      const several = q.items.get(e.item)?.multiple && touches(e);
      const left = (code) => !gone.get(e.item).includes(code);
      const value = several ? e.value.split(" ").filter(left).join(" ") : e.value;
      const told = e.item === consent.language && value ? reduced(value) : value;
      if (value || !several) kept.push({ ...e, value: told, language: reduced(e.language) });
    }
    const dropped = this.events.filter((e) => !kept.some((one) => one.id === e.id));
    const rows = await this.#sealed(kept);
    await wipe(await this.#sealedHead(), dropped, rows);
    [this.events, this.sheet] = [kept, new Map()];
    for (const e of kept) this.#show(e);
    this.way = null;
  }

  async end(state) {
    this.head.ended = { state, at: new Date().toISOString() };
    await keep(await this.#sealedHead(), []);
  }

  // Stopped, and nothing may stay: only that the server must forget it too.
  async erase() {
    const { id } = this.head;
    await wipe({ id, owner: this.vault.owner, erased: true }, this.events);
  }

  // The server has these events. Of an interview that is over, nothing stays but that it arrived.
  async received(sent, over, at) {
    const ids = new Set(sent.map((event) => event.id));
    const all = this.events.every((event) => event.sent || ids.has(event.id));
    if (over && all && this.head.ended) {
      const stub = { id: this.head.id, owner: this.vault.owner, received: at };
      return wipe(stub, this.events);
    }
    const marked = this.events.filter((event) => ids.has(event.id));
    for (const event of marked) event.sent = true;
    const rows = await this.#sealed(marked);
    return keep({ ...(await this.#sealedHead()), received: at }, rows);
  }
}

