// The types of the built package, for a program that has neither a browser's globals nor those of Node.

import * as core from 'millrace';
import * as bun from 'millrace/bun';
import * as capture from 'millrace/capture';
import * as client from 'millrace/client';
import * as deno from 'millrace/deno';
import * as fixtures from 'millrace/fixtures';
import * as memory from 'millrace/memory';
import * as server from 'millrace/server';
import * as web from 'millrace/web';

export const entries = [core, bun, capture, client, deno, fixtures, memory, server, web];
