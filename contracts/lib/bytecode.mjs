// Reads the declarations of a compiled Move module (bytecode versions 6 and 7): what links, not what runs.
// Code bodies are skipped over; their bytes are bounded by the tables, so a damaged module throws.

const ABILITIES = [[1, 'copy'], [2, 'drop'], [4, 'store'], [8, 'key']];
const PRIMITIVES = { 1: 'bool', 2: 'u8', 3: 'u64', 4: 'u128', 5: 'address', 12: 'signer', 13: 'u16', 14: 'u32', 15: 'u256' };
const VISIBILITY = { 0: 'private', 1: 'public', 3: 'package' };
const OPERANDS = operandKinds();

export class Reader {
    constructor(bytes, at = 0, end = bytes.length) {
        Object.assign(this, { bytes, at, end });
    }

    byte() {
        if (this.at >= this.end) throw new Error(`module ends early at byte ${this.at}`);
        return this.bytes[this.at++];
    }

    uleb() {
        let value = 0;
        for (let shift = 0; shift < 35; shift += 7) {
            const b = this.byte();
            value += (b & 0x7f) * 2 ** shift;
            if (b < 0x80) return value;
        }
        throw new Error(`number too long at byte ${this.at}`);
    }

    take(count) {
        if (this.at + count > this.end) throw new Error(`module ends early: ${count} bytes wanted at ${this.at}`);
        return this.bytes.subarray(this.at, (this.at += count));
    }
}

/** {address, name, friends, structs, enums, functions, constants} with every type written as text. */
export function readModule(bytes) {
    const head = new Reader(bytes);
    if (Buffer.from(head.take(4)).toString('hex') !== 'a11ceb0b') throw new Error('not a Move module: bad magic');
    const word = Buffer.from(head.take(4)).readUInt32LE();
    const version = word & 0xffffff;
    const ranges = new Map();
    for (let n = head.uleb(); n > 0; n--) ranges.set(head.byte(), [head.uleb(), head.uleb()]);
    const base = head.at;
    let tail = base;
    for (const [offset, length] of ranges.values()) tail = Math.max(tail, base + offset + length);
    const self = new Reader(bytes, tail).uleb();

    const table = (kind, read) => {
        if (!ranges.has(kind)) return [];
        const [offset, length] = ranges.get(kind);
        const r = new Reader(bytes, base + offset, base + offset + length);
        const rows = [];
        while (r.at < r.end) rows.push(read(r));
        return rows;
    };
    const many = (r, read) => Array.from({ length: r.uleb() }, () => read(r));

    const names = table(0x07, (r) => Buffer.from(r.take(r.uleb())).toString('utf8'));
    const addresses = table(0x08, (r) => Buffer.from(r.take(32)).toString('hex'));
    const modules = table(0x01, (r) => ({ address: addresses[r.uleb()], name: names[r.uleb()] }));
    const datatypes = table(0x02, (r) => ({
        module: modules[r.uleb()], name: names[r.uleb()], abilities: abilities(r.uleb()),
        parameters: many(r, (q) => ({ abilities: abilities(q.uleb()), phantom: q.byte() === 1 })),
    }));
    const token = (r) => {
        const kind = r.byte();
        if (PRIMITIVES[kind]) return PRIMITIVES[kind];
        const named = (d) => `${short(d.module.address)}::${d.module.name}::${d.name}`;
        switch (kind) {
            case 6: return `&${token(r)}`;
            case 7: return `&mut ${token(r)}`;
            case 8: return named(datatypes[r.uleb()]);
            case 9: return `T${r.uleb()}`;
            case 10: return `vector<${token(r)}>`;
            case 11: return `${named(datatypes[r.uleb()])}<${many(r, token).join(', ')}>`;
            default: throw new Error(`unknown type token ${kind}`);
        }
    };
    const signatures = table(0x05, (r) => many(r, token));
    const handles = table(0x03, (r) => ({
        module: modules[r.uleb()], name: names[r.uleb()], parameters: signatures[r.uleb()], returns: signatures[r.uleb()],
        typeParameters: many(r, (q) => abilities(q.uleb())),
    }));
    const fields = (r) => many(r, (q) => ({ name: names[q.uleb()], type: token(q) }));
    const structs = table(0x0a, (r) => {
        const handle = datatypes[r.uleb()];
        return { ...handle, fields: r.byte() === 2 ? fields(r) : null };
    });
    const enums = table(0x11, (r) => {
        const handle = datatypes[r.uleb()];
        r.byte();
        return { ...handle, variants: many(r, (q) => ({ name: names[q.uleb()], fields: fields(q) })) };
    });
    const functions = table(0x0c, (r) => {
        const handle = handles[r.uleb()];
        const visibility = VISIBILITY[r.byte()];
        const flags = r.byte();
        many(r, (q) => q.uleb());
        if ((flags & 2) === 0) skipCode(r, version);
        return { ...handle, visibility, entry: (flags & 4) !== 0, native: (flags & 2) !== 0 };
    });
    const constants = table(0x06, (r) => ({ type: token(r), value: Buffer.from(r.take(r.uleb())).toString('hex') }));
    const friends = table(0x0f, (r) => ({ address: addresses[r.uleb()], name: names[r.uleb()] }));
    return { version, ...modules[self], friends, structs, enums, functions, constants, calls: handles };
}

/** One line per declaration, sorted; `publicOnly` leaves out what other packages cannot call. */
export function declarations(module, publicOnly = false) {
    const at = `${short(module.address)}::${module.name}`;
    const parameters = (list) => (list.length === 0 ? '' : `<${list.join(', ')}>`);
    const fieldList = (list) => list.map((f) => `${f.name}: ${f.type}`).join(', ');
    const head = (d) => {
        const typed = d.parameters.map((p, i) => `${p.phantom ? 'phantom ' : ''}T${i}${bounds(p.abilities)}`);
        return `${at}::${d.name}${parameters(typed)}${d.abilities.length ? ` has ${d.abilities.join(', ')}` : ''}`;
    };
    const lines = [
        ...module.structs.map((s) => `struct ${head(s)} { ${fieldList(s.fields ?? [])} }`),
        ...module.enums.map((e) => `enum ${head(e)} { ${e.variants.map((v) => `${v.name}(${fieldList(v.fields)})`).join(', ')} }`),
    ];
    for (const f of module.functions) {
        if (publicOnly && f.visibility !== 'public' && !f.entry) continue;
        const marks = `${f.visibility}${f.entry ? ' entry' : ''}${f.native ? ' native' : ''}`;
        const typed = parameters(f.typeParameters.map((a, i) => `T${i}${bounds(a)}`));
        const result = f.returns.length === 0 ? '' : `: ${f.returns.length === 1 ? f.returns[0] : `(${f.returns.join(', ')})`}`;
        lines.push(`fun ${at}::${f.name}${typed}(${f.parameters.join(', ')})${result} [${marks}]`);
    }
    return lines.sort();
}

function abilities(bits) {
    return ABILITIES.filter(([bit]) => bits & bit).map(([, name]) => name);
}

function bounds(list) {
    return list.length === 0 ? '' : `: ${list.join(' + ')}`;
}

function short(address) {
    return `0x${address.replace(/^0+(?=.)/, '')}`;
}

function skipCode(r, version) {
    r.uleb();
    for (let n = r.uleb(); n > 0; n--) {
        const operand = OPERANDS[r.byte()];
        if (operand === undefined) throw new Error(`unknown opcode before byte ${r.at}`);
        if (operand < 0) {
            r.uleb();
            if (operand === -2) r.take(8);
        } else {
            r.take(operand);
        }
    }
    if (version >= 7) {
        for (let n = r.uleb(); n > 0; n--) {
            r.uleb();
            let branches = r.uleb();
            r.byte();
            for (; branches > 0; branches--) r.uleb();
        }
    }
}

/** Per opcode: bytes of a literal, -1 for an index, -2 for an index and a u64. */
function operandKinds() {
    const kinds = [];
    const set = (value, ...codes) => codes.forEach((code) => (kinds[code] = value));
    const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    set(0, 0x01, 0x02, 0x08, 0x09, 0x14, 0x15, ...range(0x16, 0x28), 0x2e, 0x2f, 0x30, ...range(0x33, 0x35), ...range(0x4b, 0x4d));
    set(-1, 0x03, 0x04, 0x05, 0x07, ...range(0x0a, 0x13), ...range(0x29, 0x2d), ...range(0x36, 0x3f));
    set(-1, ...range(0x41, 0x45), 0x47, ...range(0x4e, 0x56));
    set(-2, 0x40, 0x46);
    set(8, 0x06);
    set(1, 0x31);
    set(16, 0x32);
    set(2, 0x48);
    set(4, 0x49);
    set(32, 0x4a);
    return kinds;
}
