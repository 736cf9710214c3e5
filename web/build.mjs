// Bundles each page into one self-contained HTML file under dist/: script and style inline, nothing fetched from elsewhere.
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const kBudgetBytes = 640 * 1024; // of one page, script and style inline: livekit-client is most of it
const pages = ['test_room'];
await mkdir('dist', { recursive: true });
for (const page of pages) {
  const result = await build({
    entryPoints: [`src/views/${page}.ts`],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    legalComments: 'inline',
    logLevel: 'warning',
  });
  const script = result.outputFiles[0].text.replaceAll('</script', '<\\/script');
  const style = await readFile(`src/views/${page}.css`, 'utf8');
  const template = await readFile(`src/views/${page}.html`, 'utf8');
  const html = template.replace('/*style*/', () => style).replace('/*script*/', () => script);
  await writeFile(`dist/${page}.html`, html);
  if (html.length > kBudgetBytes) throw new Error(`${page}.html has ${html.length} bytes, over its budget of ${kBudgetBytes}: what was added to it?`);
  console.log(`dist/${page}.html ${(html.length / 1024).toFixed(0)} kB`);
}
