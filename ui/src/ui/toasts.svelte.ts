/** Short confirmations. Never the only copy of an error. */
class Toasts {
  shown = $state<{ id: number; text: string }[]>([]);
  #next = 1;

  show(text: string, durationMs = 4000): void {
    const id = this.#next++;
    this.shown.push({ id, text });
    setTimeout(() => this.dismiss(id), durationMs);
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
