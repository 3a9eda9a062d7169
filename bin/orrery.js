#!/usr/bin/env -S node --max-semi-space-size=64
await import('../dist/src/main.js');
