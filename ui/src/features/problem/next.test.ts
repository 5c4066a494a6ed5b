import { readFileSync } from 'node:fs';
import { FakeBackend } from '$lib/backend/fake';
import { Router } from '$lib/router.svelte';
import { describe, expect, it } from 'vitest';
import { nextAction } from './next';

/** Every `open_*` next step has a sentence, and with it a button: `tidy` asks for one sentence for each code of core. */
const codes = Object.keys(JSON.parse(readFileSync('messages/pt-BR.json', 'utf8')) as Record<string, unknown>)
  .filter((key) => key.startsWith('next.open_'))
  .map((key) => key.slice('next.'.length));
/** Done on the phone, by the person. */
const elsewhere = ['open_phone_app'];

describe('a next step that opens something', () => {
  it.each(codes.filter((code) => !elsewhere.includes(code)))('%s leads somewhere', (code) => {
    expect(nextAction(code, {}, new FakeBackend(), new Router())?.kind).toBe('run');
  });

  it.each([
    ['open_facebook', 'facebook'],
    ['open_security_center', 'security_center'],
    ['open_billing', 'payment_settings'],
    ['open_whatsapp_manager', 'whatsapp_manager'],
    ['open_business_support', 'business_support'],
    ['open_app_dashboard', 'app_dashboard'],
  ])('%s opens the page %s', async (code, page) => {
    const backend = new FakeBackend();
    const action = nextAction(code, {}, backend, new Router());
    if (action?.kind !== 'run') throw new Error('a step that does something');
    await action.run();
    expect(backend.callsOf('openLink')).toEqual([[page]]);
  });
});
