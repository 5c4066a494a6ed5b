/** How long after its last movement a pointer may still be about to press, in milliseconds. */
export const AIM = 800;

/** Whether somebody is about to press what they point at: a pointer moved over a part of the page a moment ago. */
export class Aim {
  #until = 0;
  #place = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onend - called when the press has come, or is not expected any more */
  constructor(private readonly onend: () => void) {}

  get isTaken(): boolean {
    return this.#timer !== undefined;
  }

  /** Watches `part`, until the returned function is called. */
  watch = (part: HTMLElement): (() => void) => {
    const watching = new AbortController();
    const { signal } = watching;
    part.addEventListener('pointermove', this.#follow, { signal });
    part.addEventListener('pointerdown', this.#take, { signal });
    part.addEventListener('pointerleave', this.#end, { signal });
    part.addEventListener('click', this.#end, { signal });
    return () => {
      watching.abort();
      this.#end();
    };
  };

  /** A page that moves below a resting pointer is told as a movement, too. */
  #follow = ({ clientX, clientY }: PointerEvent): void => {
    const place = `${clientX} ${clientY}`;
    if (place !== this.#place) this.#take();
    this.#place = place;
  };

  #take = (): void => {
    this.#until = performance.now() + AIM;
    this.#timer ??= setTimeout(this.#look, AIM);
  };

  /** One timer for however many movements. */
  #look = (): void => {
    const left = this.#until - performance.now();
    if (left > 0) this.#timer = setTimeout(this.#look, left);
    else this.#end();
  };

  #end = (): void => {
    if (!this.isTaken) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.onend();
  };
}
