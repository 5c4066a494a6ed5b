/** How something stands; always shown together with an icon and a word. */
export type Tone = 'good' | 'warn' | 'bad' | 'stopped' | 'pending' | 'neutral' | 'accent';
