// The oldest browsers in which all of the site works, as esbuild names them: {name, version} of "browserslist" in package.json.

import { readFileSync } from "node:fs";

const listed = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).browserslist;
export const target = listed.map((one) => one.replace(" >= ", "").replace("ios_saf", "ios"));
