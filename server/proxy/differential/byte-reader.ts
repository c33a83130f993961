/** Reads a stream of bytes by lines and by counts; each throws when the stream ends before. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to and without CR LF, one character a byte. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#pending.indexOf("\r\n");
      if (end !== -1) {
        const line = this.#pending.toString("latin1", 0, end);
        this.#pending = this.#pending.subarray(end + 2);
        return line;
      }
      if (!(await this.#more())) throw new Error(`ended in the middle of a line: ${JSON.stringify(this.#pending.toString("latin1"))}`);
    }
  }

  async bytes(count: number): Promise<Buffer> {
    const parts = [this.#pending];
    let length = this.#pending.length;
    while (length < count) {
      const { done, value } = await this.#source.next();
      if (done) throw new Error(`ended after ${length} of ${count} bytes`);
      parts.push(value);
      length += value.length;
    }
    const all = parts.length === 1 ? this.#pending : Buffer.concat(parts);
    this.#pending = all.subarray(count);
    return all.subarray(0, count);
  }

  async rest(): Promise<Buffer> {
    while (await this.#more());
    return this.#pending;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#pending = this.#pending.length === 0 ? value : Buffer.concat([this.#pending, value]);
    return true;
  }
}
