import { channelRow } from '$lib/backend/samples';
import { describe, expect, it } from 'vitest';
import { matching } from './search';

const row = channelRow({
  name: 'Clínica São João',
  verified_name: 'Clinica SJ',
  account: { id: '3301827364519999', name: 'Saúde WABA' },
  portfolio: null,
  number: '(11) 98765-4321',
  number_international: '+55 11 98765-4321',
});

describe('the search of channels', () => {
  it.each([
    '',
    '  ',
    'clinica',
    'SÃO',
    'joao clínica',
    'sj',
    '98765',
    '(11) 98765',
    '+55 11',
    '11987654321',
    '011 98765',
    '11 8765-4321',
    'saude waba',
    '33018273',
  ])('finds by “%s”', (wanted) => expect(matching(wanted)(row)).toBe(true));

  it.each(['padaria', 'joão pedro', '99999', '+351'])('does not find by “%s”', (wanted) =>
    expect(matching(wanted)(row)).toBe(false),
  );
});
