// Types alone; nothing here is run.

/** A page as its reader sees it. */
export interface Capture {
  html: string;
  url: string;
  title: string;
  language: string;
  isArticle: boolean;
  /** Texts of footnotes, by the fragment that leads to them. */
  footnotes: Record<string, string>;
  formulas: Formula[];
  /** Milliseconds since 1970. */
  when: number;
}

export interface Formula {
  tex: string;
  mathml: string;
  display: boolean;
}

/** A capture on its way to a reader tab, kept in IndexedDB. */
export interface StoredCapture {
  id: string;
  state: "captured" | "failed";
  capture?: Capture;
  /** Why it failed, as the browser says it. */
  error?: string;
  tabId?: number;
  /** Of a private window: deleted when it has been read. */
  fleeting: boolean;
  when: number;
}

/** One block of the page, kept or not; together they are the whole page. */
export interface Block {
  index: number;
  role: string;
  level: number;
  text: string;
  /** Sanitised. */
  html: string;
  words: number;
  removed: boolean;
  /** What took it away or rewrote it. */
  removal: string | null;
  /** The number that the capture gave its element. */
  ref: string | null;
}

export interface Article {
  title: string | null;
  byline: string | null;
  published: string | null;
  language: string | null;
  site_name: string | null;
  word_count: number;
  blocks: Block[];
  html: string;
  text: string;
  markdown: string;
}

export interface Removal {
  id: string;
  kind?: "drop" | "rewrite";
  block: number;
  text: string;
  replacement?: string | null;
  plugin: string;
  rule: string;
  reason: string;
  confidence: number;
}

export interface Cleaned {
  article: Article;
  removed: Removal[];
  plugins: { name: string; version: string; removed: number; ms: number }[];
  problems: string[];
}

/** What a person asked to be kept; makes a request together with a capture. */
export interface Choices {
  restore: string[];
  restorePlugins: string[];
  disable: string[];
}

/** What is remembered for a site. */
export interface SiteChoices {
  /** Kinds that are always kept there. */
  keep: { plugin: string; rule: string; reason: string }[];
  disable: string[];
  /** How its pages open by themselves. */
  open: "reader" | "in-place" | null;
}

/** How the article looks. */
export interface Look {
  theme: "system" | "light" | "sepia" | "dark" | "contrast";
  font: "serif" | "sans" | "dyslexic" | "mono";
  /** Pixels. */
  size: number;
  /** Letters a line. */
  width: number;
  /** Multiples of the size. */
  leading: number;
  /** Hundredths of the size, added between words. */
  words: number;
  /** Hundredths of the size, added between letters. */
  letters: number;
  justify: boolean;
  images: boolean;
}

export interface Highlight {
  id: string;
  url: string;
  quote: string;
  /** What stands before and after it, to find it again. */
  before: string;
  after: string;
  note: string;
  when: number;
}

interface PageScripts {
  sight(element: Element, style: CSSStyleDeclaration): "seen" | "hidden" | "collapsed";
  isDecoration(element: Element): boolean;
  imageSource(image: HTMLImageElement): string;
  background(element: Element, style: CSSStyleDeclaration): string;
  attributes(element: Element, sight: "seen" | "hidden" | "collapsed", ref: number): string;
  escape(text: string): string;
  serialise(page: Document, numbered: boolean): { html: string; elements: Element[]; seen: number; hidden: number };
  footnotes(page: Document): Record<string, string>;
  formulas(page: Document): Formula[];
  isArticle(page: Document): boolean;
  capture(choice: { numbered: boolean }): Capture;
  elements: Element[];
  showBadge(text: string, button: { label: string; act: () => void } | null): void;
  closeBadge(): void;
  inPlace: {
    hide(refs: { removed: number[]; kept: number[] }): number;
    toggle(): boolean;
    stop(): void;
    failed(message: string): void;
    isOn(): boolean;
  };
}

declare global {
  // of the scripts that are injected into pages
  var cleanread: PageScripts;
}
