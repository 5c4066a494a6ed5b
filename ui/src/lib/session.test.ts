import { expect, it } from 'vitest';
import { FakeBackend } from './backend/fake';
import { attemptView } from './backend/samples';
import { Session } from './session.svelte';

const dark = { language: 'en', theme: 'dark' };

it('keeps what was pushed while the first answers were on their way', async () => {
  const backend = new FakeBackend();
  const release = backend.hold('attemptView');
  const session = new Session(backend);
  const started = session.start();
  await expect.poll(() => backend.callsOf('attemptView')).toHaveLength(1);
  backend.pushApp({ preferences: dark });
  release();
  await started;
  expect(session.app?.preferences).toEqual(dark);
});

it('hears of everything from before its first question on', async () => {
  const backend = new FakeBackend();
  const release = backend.hold('appView');
  const session = new Session(backend);
  const started = session.start();
  await expect.poll(() => backend.callsOf('appView')).toHaveLength(1);
  backend.pushChannels();
  backend.pushAttempt(attemptView());
  release();
  await started;
  expect(session.channelsRevision).toBe(1);
  expect(session.attempt).not.toBeNull();
});
