import { SaxesParser } from 'saxes';
import { SheetError } from './sheet-error.ts';

/** Attributes by their name as written, prefix included. */
export type Attributes = Readonly<Record<string, string>>;

/** Who listens to a part. Element names come without their prefix: transitional and strict files sound alike. */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
}

const maxDepth = 64;
const maxTokenChars = 2 ** 20;

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/**
 * Well-formed XML in pieces. Refuses a DOCTYPE, another root element than `root`, more than 64 levels and a token of
 * more than a million characters, so that what the parser holds stays bounded. Entities are the five of XML.
 * @throws SheetError from `write` and `end`; what the listener throws passes unchanged
 */
export class XmlFeed {
  readonly #parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  #events = 0;
  #depth = 0;
  #silentChars = 0;

  constructor(root: string, listener: XmlListener) {
    this.#parser.on('error', (error) => refuse(error.message));
    this.#parser.on('doctype', () => refuse('a DOCTYPE'));
    this.#parser.on('opentag', (tag) => {
      const name = localName(tag.name);
      if (this.#depth === 0 && name !== root) refuse(`<${root}> expected`);
      if (this.#depth === maxDepth) refuse(`more than ${maxDepth} levels`);
      this.#depth += 1;
      this.#events += 1;
      listener.open(name, tag.attributes);
    });
    this.#parser.on('text', (text) => listener.text(text));
    this.#parser.on('cdata', (text) => listener.text(text));
    this.#parser.on('closetag', (tag) => {
      this.#depth -= 1;
      this.#events += 1;
      listener.close(localName(tag.name));
    });
  }

  /** The next piece; the listener hears it before this returns. */
  write(piece: string): void {
    const before = this.#events;
    this.#parser.write(piece);
    this.#silentChars = this.#events === before ? this.#silentChars + piece.length : 0;
    if (this.#silentChars > maxTokenChars)
      throw new SheetError('too-large', `a token over ${maxTokenChars} characters`);
  }

  /** Refuses a document that ends too early. */
  end(): void {
    this.#parser.close();
  }
}

const refuse = (why: string): never => {
  throw new SheetError('not-a-workbook', `XML: ${why}`);
};

/** Reads one part to its end. */
export const readXml = async (pieces: AsyncIterable<string>, root: string, listener: XmlListener): Promise<void> => {
  const feed = new XmlFeed(root, listener);
  for await (const piece of pieces) feed.write(piece);
  feed.end();
};
