// Readability.js or defuddle over linkedom: a page a line in, an answer a line out, both JSON.
//   node peer.mjs readability|defuddle
// The processor time is that of all threads (the garbage collector's and the compiler's too), in seconds.
import readline from "node:readline";
import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";

const answer = process.stdout.write.bind(process.stdout);
for (const name of ["log", "info", "debug", "warn", "error"]) console[name] = () => {};

const tasks = {
  async readability(document) {
    const got = new Readability(document).parse();
    return { html: got?.content ?? "", title: got?.title, author: got?.byline, date: got?.publishedTime };
  },
  async defuddle(document, url) {
    const got = await Defuddle(document, url, { useAsync: false });
    return { html: got.content ?? "", title: got.title, author: got.author, date: got.published };
  },
};
const task = tasks[process.argv[2]];

for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { html, url } = JSON.parse(line);
  const before = process.cpuUsage();
  let result;
  try {
    result = await task(parseHTML(html).document, url || "https://example.org/");
  } catch (error) {
    result = { error: `${error?.name}: ${String(error?.message).slice(0, 200)}` };
  }
  const used = process.cpuUsage(before);
  answer(JSON.stringify({ ...result, cpu: (used.user + used.system) / 1e6 }) + "\n");
}
