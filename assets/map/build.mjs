// From provinces.json (see provinces.py) to the outlines that are shipped: one topology, so that neighbours share their borders, in two
// degrees of detail.   node build.mjs provinces.json ../../src/onrecord/drawing
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { topology } from "topojson-server";
import { presimplify, simplify, quantile, filter, filterWeight } from "topojson-simplify";
import { mergeArcs, quantize } from "topojson-client";

const [source, target] = process.argv.slice(2);
const provinces = JSON.parse(readFileSync(source, "utf-8"));
function write(name, share, grid, smallest, byProvince) {
  const whole = presimplify(topology({ provinces: structuredClone(provinces) }, grid)); // on the grid, so that neighbours meet
  let cut = simplify(whole, quantile(whole, share));
  cut = filter(cut, filterWeight(cut, smallest)); // islands of less than so many square degrees
  const groups = new Map();
  for (const g of cut.objects.provinces.geometries) {
    const { country, code } = g.properties;
    const key = byProvince ? `${country ?? ""}|${code ?? ""}` : `${country ?? ""}|`;
    if (g.type) groups.set(key, [...(groups.get(key) ?? []), g]);
  }
  const geometries = [...groups].sort().map(([key, several]) => ({ id: key, ...mergeArcs(cut, several) }));
  const said = quantize({ type: "Topology", arcs: cut.arcs, objects: { areas: { type: "GeometryCollection", geometries } } }, grid);
  const used = new Map(), arcs = []; // borders inside of what was merged are left out
  const kept = (n) => {
    const at = n < 0 ? ~n : n;
    if (!used.has(at)) { used.set(at, arcs.length); arcs.push(said.arcs[at].flat()); }
    return n < 0 ? ~used.get(at) : used.get(at);
  };
  const areas = {};
  for (const g of said.objects.areas.geometries) areas[g.id] = g.arcs.map((polygon) => polygon.map((ring) => ring.map(kept)));
  // A line of JSON, then the arcs' steps as bytes: zigzag, seven bits at a time, the lowest first.
  const head = JSON.stringify({ scale: said.transform.scale, translate: said.transform.translate, lengths: arcs.map((a) => a.length / 2), areas });
  const bytes = [];
  for (const step of arcs.flat()) {
    let left = step < 0 ? -2 * step - 1 : 2 * step;
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
    bytes.push(left);
  }
  const packed = gzipSync(Buffer.concat([Buffer.from(`${head}\n`), Buffer.from(bytes)]), { level: 9 });
  packed.set([0, 0, 0, 0], 4); // no time of making, so that the same source makes the same file
  writeFileSync(`${target}/${name}.gz`, packed);
  console.log(name, arcs.reduce((n, a) => n + a.length / 2, 0), "points,", Object.keys(areas).length, "areas,", packed.length, "bytes");
}

write("countries", 0.04, 2e4, 0.02, false);
write("provinces", 0.29, 5e4, 2e-4, true);
