import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** What a program made of an entry consists of. */
export interface Reached {
  /** Source files, by their paths from the root of the project. */
  readonly files: ReadonlySet<string>;
  /** Packages and `node:` modules. */
  readonly packages: ReadonlySet<string>;
}

/** Follows the imports of a source file, types apart. @param entry - path from the root of the project */
export function reachedFrom(root: string, entry: string): Reached {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const specifier of importsOf(join(root, file))) {
      if (specifier.startsWith('.')) waiting.push(normalize(join(dirname(file), specifier)));
      else packages.add(packageOf(specifier));
    }
  }
  return { files, packages };
}

/** Every module that is loaded with a file: imports and exports of values, static or not. */
function importsOf(path: string): string[] {
  if (!path.endsWith('.ts')) return [];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isOfTypes(node)) {
      const { moduleSpecifier } = node;
      if (moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)) found.push(moduleSpecifier.text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      found.push(argument !== undefined && ts.isStringLiteral(argument) ? argument.text : '(computed)');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
  return found;
}

function isOfTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
}

/** `@noble/hashes` for `@noble/hashes/sha2.js`. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
