// What the TypeScript compiler says a package exports: argv[2] is a JSON object of entry -> file.
// Prints a JSON list of definitions, each a list of the names that it can be reached under.
const ts = require("typescript");
const entries = JSON.parse(process.argv[2]);
const program = ts.createProgram(Object.values(entries), {
  allowJs: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [],
  jsx: ts.JsxEmit.Preserve,
});
const checker = program.getTypeChecker();
const inside = (file) => !file.includes("node_modules") && !program.isSourceFileDefaultLibrary(program.getSourceFile(file));
const found = new Map();

function declared(symbol) {
  const own = (symbol.declarations ?? []).filter((d) => inside(d.getSourceFile().fileName));
  return own.length ? own[0] : null;
}

function hidden(symbol, declaration) {
  const flags = ts.getCombinedModifierFlags(declaration);
  const aside = (one) => ts.getJSDocTags(one.parent?.parent?.kind === ts.SyntaxKind.VariableStatement ? one.parent.parent : one)
    .some((tag) => ["private", "internal", "hidden", "ignore"].includes(tag.tagName.text));
  return Boolean(flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
    || symbol.declarations.every(aside);
}

function add(symbol, declaration, name) {
  const key = `${declaration.getSourceFile().fileName}:${declaration.pos}`;
  if (!found.has(key)) found.set(key, new Set());
  found.get(key).add(name);
}

function members(table, path) {
  table?.forEach((member, key) => {
    const declaration = declared(member);
    const name = String(key);
    if (!declaration || member.flags & ts.SymbolFlags.TypeParameter || name.startsWith("_") || name === "prototype" || /[^\w$]/.test(name)) return;
    if (!hidden(member, declaration)) add(member, declaration, `${path}.${name}`);
  });
}

function visit(symbol, path, depth) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (target.flags & (ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule)
) {
    if (depth < 4) exported(target, path, depth + 1);
    const besides = ts.SymbolFlags.Interface | ts.SymbolFlags.Variable | ts.SymbolFlags.Class
      | ts.SymbolFlags.Function | ts.SymbolFlags.Enum;
    if (!(target.flags & besides)) return;
  }
  const declaration = declared(target);
  if (!declaration || hidden(target, declaration)) return;
  add(target, declaration, path);
  if (target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) members(target.members, path);
  if (target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Enum)) members(target.exports, path);
}

function exported(module, path, depth) {
  for (const symbol of checker.getExportsOfModule(module)) {
    visit(symbol, symbol.name === "default" ? path : `${path}.${symbol.name}`, depth);
    if (symbol.name === "default") visit(symbol, `${path}.default`, depth);
  }
}

for (const [name, file] of Object.entries(entries)) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  if (module) exported(module, name, 0);
}
console.log(JSON.stringify([...found.values()].map((names) => [...names])));
