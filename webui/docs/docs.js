// Shows openapi.json as a page. It builds text nodes only, so nothing in the
// document can become markup.
const element = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};

const typeOf = (schema) => {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return any.map(typeOf).join(' | ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any');
  return schema.items ? `${typeOf(schema.items)}[]` : type;
};

const table = (head, rows) => {
  const body = rows.map((row) => element('tr', '', ...row.map((cell) => element('td', cell))));
  return element('table', '', element('tr', '', ...head.map((cell) => element('th', cell))), ...body);
};

const bodyOf = (content) => typeOf(Object.values(content ?? {})[0]?.schema);

const operation = (path, method, op) => {
  const label = element('span', method.toUpperCase());
  label.className = 'method';
  const made = element('details', '', element('summary', '', label, element('code', path), ` ${op.summary ?? ''}`));
  if (op.parameters) {
    const rows = op.parameters.map((p) => [p.name, p.in, typeOf(p.schema), p.required ? 'required' : '', p.description ?? '']);
    made.append(table(['Parameter', 'In', 'Type', '', ''], rows));
  }
  if (op.requestBody) made.append(element('p', `Body: ${bodyOf(op.requestBody.content)}`));
  const answers = Object.entries(op.responses).map(([status, r]) => [status, bodyOf(r.content), r.description ?? '']);
  made.append(table(['Answer', 'Body', ''], answers));
  return made;
};

const show = (spec) => {
  const base = spec.servers?.[0]?.url ?? '';
  document.getElementById('about').textContent = spec.info.description;
  const operations = Object.entries(spec.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, op]) => operation(base + path, method, op)),
  );
  document.getElementById('operations').append(...operations);
  const schemas = Object.entries(spec.components.schemas).map(([name, schema]) =>
    element('details', '', element('summary', name), element('pre', JSON.stringify(schema, null, 2))),
  );
  document.getElementById('schemas').append(...schemas);
  document.getElementById('find').addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const made of [...operations, ...schemas]) {
      made.hidden = !made.firstChild.textContent.toLowerCase().includes(wanted);
    }
  });
};

fetch('openapi.json')
  .then((answer) => answer.json())
  .then(show)
  .catch(() => {
    document.getElementById('about').textContent = 'The document could not be loaded.';
  });
