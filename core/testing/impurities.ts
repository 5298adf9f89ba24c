import { posix } from 'node:path';
import ts from 'typescript';

/**
 * Which folders of `core/` a folder may import besides itself: the arrows of the design, all pointing down. Siblings of
 * one layer do not know each other; they meet in `connection/`, and above it in `live/`.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = (() => {
  const ground = ['bytes', 'machine'];
  const layers = [...ground, 'amf', 'handshake', 'chunk', 'acknowledgement'];
  return {
    bytes: [],
    machine: [],
    amf: ground,
    handshake: ground,
    chunk: ground,
    acknowledgement: ground,
    message: layers,
    command: [...layers, 'message'],
    connection: [...layers, 'message', 'command'],
    media: [...ground, 'amf'],
    flv: [...ground, 'amf', 'media'],
    live: [...layers, 'message', 'media'],
  };
})();

/** What ES2022 or its hosts offer that would make the same input give another output, or let user code in between. */
const FORBIDDEN_GLOBALS = new Set(
  ['Date', 'Promise', 'WeakRef', 'FinalizationRegistry', 'Intl', 'eval', 'globalThis', 'require', 'process', 'console']
    .concat('setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate')
    .concat('queueMicrotask', 'performance', 'crypto', 'fetch', 'Buffer', 'TextDecoder', 'TextEncoder'),
);

/** What runs a machine by xstate itself; core steps tables. */
const FORBIDDEN_FROM_XSTATE = new Set(['createActor', 'interpret', 'transition', 'initialTransition']);

/**
 * What a source file of `core/` may not do: reach outside core, upwards or sideways in it, or for anything that is not
 * a function of its inputs.
 *
 * @param file - path below `core/`, with forward slashes
 * @returns one line for each offence; none for a pure file
 */
export function impuritiesOf(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const offence = importOffence(file, node) ?? globalOffence(node) ?? asyncOffence(node);
    if (offence !== undefined) found.push(`${file}: ${offence}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true));
  return found;
}

function importOffence(file: string, node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'a dynamic import';
  if (ts.isImportSpecifier(node)) {
    const name = (node.propertyName ?? node.name).text;
    return FORBIDDEN_FROM_XSTATE.has(name) && moduleOf(node.parent.parent.parent) === 'xstate'
      ? `imports ${name}`
      : undefined;
  }
  const specifier = moduleOf(node);
  return specifier === undefined ? undefined : specifierOffence(file, specifier);
}

/** The module that an import, an export from, or an `import('…')` type names. */
function moduleOf(node: ts.Node): string | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : undefined;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function specifierOffence(file: string, specifier: string): string | undefined {
  const folder = topFolder(file);
  if (specifier === 'xstate') {
    return folder === 'machine' || file.endsWith('.machine.ts') ? undefined : 'imports xstate outside a machine';
  }
  if (specifier.startsWith('@noble/hashes/') && folder === 'handshake') return undefined;
  if (!specifier.startsWith('.')) return `imports ${specifier}`;
  const target = posix.join(posix.dirname(file), specifier);
  if (target.startsWith('..')) return `imports ${specifier}, which is outside core`;
  const targetFolder = topFolder(target);
  if (folder === '' || targetFolder === folder) return undefined; // `core/index.ts` may name everything
  return MAY_IMPORT[folder]?.includes(targetFolder) ? undefined : `${folder} imports ${targetFolder || 'the barrel'}`;
}

/** `chunk` for `chunk/chunk-reader.ts`; empty for a file directly in `core/`. */
function topFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

function globalOffence(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (isMember)
    return node.text === 'random' && node.parent.getText() === 'Math.random' ? 'uses Math.random' : undefined;
  return FORBIDDEN_GLOBALS.has(node.text) && !isNameOfMember(node) ? `uses ${node.text}` : undefined;
}

/** Whether the identifier names a member being declared, which is no use of the global of that name. */
function isNameOfMember(node: ts.Identifier): boolean {
  const { parent } = node;
  const declaresMember = ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isPropertyAssignment(parent);
  return declaresMember && parent.name === node;
}

function asyncOffence(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'is async';
  return ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AwaitKeyword ? 'awaits' : undefined;
}
