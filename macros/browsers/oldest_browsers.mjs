// The oldest supported browsers in esbuild's format: {name, version} from "browserslist" in package.json.

import { readFileSync } from "node:fs";

const listed = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).browserslist;
export const target = listed.map((one) => one.replace(" >= ", "").replace("ios_saf", "ios"));
