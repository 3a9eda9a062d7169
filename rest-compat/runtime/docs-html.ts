import type { Convention } from './convention.ts';

/** The page of Swagger UI. Its scripts are files of this server, so that the page needs no inline script. */
export const swaggerPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Orrery: APIs</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/init.js"></script>
  </body>
</html>
`;

/** The page of ReDoc, with a choice of the API above it. */
export const redocPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Orrery: APIs</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
    <style>body { margin: 0 } nav { padding: 8px 16px; font: 14px sans-serif; border-bottom: 1px solid #ddd }</style>
  </head>
  <body>
    <nav><label>API <select id="api"></select></label></nav>
    <div id="redoc"></div>
    <script src="/redoc/redoc.standalone.js"></script>
    <script src="/redoc/init.js"></script>
  </body>
</html>
`;

interface Choice {
  name: string;
  url: string;
}

/** Starts Swagger UI with every API to choose from; `first` is the one of the port. */
export function swaggerScript(conventions: readonly Convention[], first: string | null): string {
  const settings = {
    dom_id: '#swagger-ui',
    deepLinking: true,
    layout: 'StandaloneLayout',
    validatorUrl: null,
    urls: choicesOf(conventions),
    'urls.primaryName': nameOf(conventions, first),
  };
  return `window.ui = SwaggerUIBundle({
  ...${JSON.stringify(settings)},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
});
`;
}

/** Starts ReDoc with the API that the address names (`?api=`), else the one of the port. */
export function redocScript(conventions: readonly Convention[], first: string | null): string {
  return `const choices = ${JSON.stringify(choicesOf(conventions))};
const wanted = new URLSearchParams(location.search).get('api') ?? ${JSON.stringify(nameOf(conventions, first))};
const chosen = choices.find((choice) => choice.name === wanted) ?? choices[0];
const select = document.getElementById('api');
for (const { name } of choices) select.add(new Option(name, name, false, name === chosen.name));
select.addEventListener('change', () => {
  location.search = new URLSearchParams({ api: select.value });
});
Redoc.init(chosen.url, { hideDownloadButton: false, nativeScrollbars: true }, document.getElementById('redoc'));
`;
}

const all = 'All APIs';

function choicesOf(conventions: readonly Convention[]): Choice[] {
  const own = conventions.map(({ api, title }) => ({ name: title, url: `/openapi/${api}.json` }));
  return [{ name: all, url: '/openapi/orrery.json' }, ...own];
}

function nameOf(conventions: readonly Convention[], first: string | null): string {
  return conventions.find(({ api }) => api === first)?.title ?? all;
}
