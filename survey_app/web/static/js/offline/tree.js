// The answers of one interview as an XML tree, and the truth of conditions over it: the browser's
// own XPath 1.0 engine on the strings that lxml evaluates on the server (questionnaire/evaluator.py).
const compiled = new Map();
const blank = document.implementation.createDocument(null, "data");

function expression(xpath) {
  if (!compiled.has(xpath)) compiled.set(xpath, blank.createExpression(xpath));
  return compiled.get(xpath);
}

export class Tree {
  constructor(references, columns, today) {
    this.document = document.implementation.createDocument(null, "data");
    this.root = this.document.documentElement;
    this.nodes = new Map();
    this.known = new Map();
    for (const name of references) this.set(name, "");
    this.set("_today", today);
    this.choice = this.root.appendChild(this.document.createElement("_choice"));
    this.columns = columns.map((name) => [name, this.#node(this.choice, name)]);
  }

  set(name, value) {
    if (!this.nodes.has(name)) this.nodes.set(name, this.#node(this.root, name));
    this.nodes.get(name).textContent = value;
  }

  // Conditions read earlier items only: once known, the truth of one stays.
  holds(xpath) {
    if (!xpath) return true;
    if (!this.known.has(xpath)) this.known.set(xpath, this.#run(xpath, this.root));
    return this.known.get(xpath);
  }

  accepts(xpath, name, value) {
    if (!xpath || value === "") return true;
    this.set(name, value);
    return this.#run(xpath, this.nodes.get(name));
  }

  offers(xpath, filters) {
    if (!xpath) return true;
    for (const [name, node] of this.columns) node.textContent = filters[name] ?? "";
    return this.#run(xpath, this.choice);
  }

  #node(parent, name) {
    return parent.appendChild(this.document.createElement(name));
  }

  #run(xpath, context) {
    return expression(xpath).evaluate(context, XPathResult.BOOLEAN_TYPE).booleanValue;
  }
}
