// Validates documents against schemas: standard input holds a list of { schema, documents: { name: document } }, standard output
// gets { name: [errors] }. The schema "sarif" is that of SARIF 2.1.0, as Microsoft's matchers for it ship it.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import Ajv from "ajv";
import Ajv04 from "ajv-draft-04";
import formats from "ajv-formats";

const SARIF = new URL("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", import.meta.url);

function validator(schema) {
  // Strict: a keyword that the draft does not know, or that can have no effect, is an error in our schema. SARIF's is not ours,
  // and has a pattern that is none with the flag for Unicode.
  const ajv = schema === "sarif"
    ? new Ajv04({ allErrors: true, strict: false, unicodeRegExp: false })
    : new Ajv({ allErrors: true, strict: true, strictTypes: true, validateSchema: true });
  formats(ajv);
  return ajv.compile(schema === "sarif" ? JSON.parse(readFileSync(SARIF, "utf8")) : schema);
}

const found = {};
for (const { schema, documents } of JSON.parse(await text(process.stdin))) {
  const validate = validator(schema);
  for (const [name, document] of Object.entries(documents)) {
    found[name] = validate(document)
      ? []
      : validate.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(found));
