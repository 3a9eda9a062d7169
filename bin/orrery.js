#!/usr/bin/env node
// The engine's use of pg prints a deprecation that nobody who runs Orrery can act on; warnings about code go to its tests.
process.noDeprecation = true;
await import('../dist/src/main.js');
