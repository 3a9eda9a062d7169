export { type ClientOptions, createClient, type Document, type OrreryClient } from './client.ts';
export { connectionFailure } from './failures.ts';
