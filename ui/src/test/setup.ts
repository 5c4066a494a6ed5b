import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';
import { loadLocale, locales, setLocale } from '../lib/i18n';

await Promise.all(locales.map(loadLocale));
setLocale('pt-BR');

afterEach(cleanup);
