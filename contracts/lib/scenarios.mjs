// scenarios/expected.json as Move unit tests, so that the official VM is held to the same file as ours.

import fs from 'node:fs';
import path from 'node:path';
import { readModule } from './bytecode.mjs';
import { BuildError, CONTRACTS } from './compiler.mjs';
import { buildPackages, compileFolder, packages, runTests } from './packages.mjs';

const FILE = path.join(CONTRACTS, 'scenarios/expected.json');
const SELF = '0x0';
const TESTS_PER_MODULE = 150;
const CONTEXT = { '&mut 0x2::tx_context::TxContext': '&mut ctx', '&0x2::tx_context::TxContext': '&ctx' };
const NAMED = { scenarios: '0x0::', std: '0x1::', sui: '0x2::' };
const CHUNK = 7;
const LOAD_U64 = 0x06;
const RETURNED = 0x5a00000000000000n;

export function readScenarios() {
    return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

/** One case or flow a line: differences stay readable. */
export function writeScenarios(scenarios) {
    const { cases, flows, ...head } = scenarios;
    const list = (items) => `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
    const headText = JSON.stringify(head, null, 2).slice(0, -2);
    fs.writeFileSync(FILE, `${headText},\n  "cases": ${list(cases)},\n  "flows": ${list(flows)}\n}\n`);
}

/** Generated test files for every case and flow: path -> text. */
export async function scenarioTests() {
    const { cases, flows } = readScenarios();
    const functions = await signatures();
    const tests = cases.map((c, i) => (c.abort?.line === undefined ? caseTest(`case_${i}`, c, functions) : ''));
    tests.push(...flows.map((flow, i) => flowTest(`flow_${i}`, flow, functions)));
    return modules(tests);
}

/** Asks the official VM for the outcome of every case without one; returns how many were filled in. */
export async function recordScenarios(pack) {
    const scenarios = readScenarios();
    const functions = await signatures();
    const open = scenarios.cases.map((c, i) => [`case_${i}`, c]).filter(([, c]) => outcomeOf(c) === undefined);
    const lengths = await outcomes(pack, open.map(([name, c]) => probe(name, c, functions, (all) => `abort ${RETURNED} + ${all}.length()`)));
    const chunks = [];
    for (const [name, c] of open) {
        const outcome = lengths.get(name);
        if (outcome === undefined) throw new BuildError(`the official VM said nothing about ${c.function}(${c.args})`);
        const length = outcome.abort?.code ? BigInt(outcome.abort.code) - RETURNED : -1n;
        if (length >= 0n && length < 65536n) {
            c.length = Number(length);
            for (let at = 0; at < c.length; at += CHUNK) {
                chunks.push(probe(`${name}_${at}`, c, functions, (all) => `let mut i = ${Math.min(at + CHUNK, c.length)}u64; let mut n = 1u64; while (i > ${at}) { i = i - 1; n = (n << 8) | (${all}[i] as u64); }; abort n`));
            }
        } else {
            Object.assign(c, outcome);
        }
    }
    await recordClever(open.filter(([, c]) => c.abort?.line !== undefined));
    const read = await outcomes(pack, chunks);
    for (const [name, c] of open) {
        if (c.length === undefined) continue;
        const bytes = [];
        for (let at = 0; at < c.length; at += CHUNK) {
            const hex = BigInt(read.get(`${name}_${at}`).abort.code).toString(16);
            bytes.push(...Buffer.from(hex.slice(hex.length % 2), 'hex').reverse().subarray(0, Math.min(CHUNK, c.length - at)));
        }
        c.returns = splitVectors(Buffer.from(bytes));
        delete c.length;
    }
    writeScenarios(scenarios);
    return open.length;
}

/**
 * The packed code of an #[error] constant or of an assert without a code is the one thing that the runner neither prints nor
 * accepts as a number: it reports the constant's name and the line. So the code is looked up in the bytecode by these two.
 */
async function recordClever(open) {
    const codes = await packedCodes();
    for (const [, c] of open) {
        const { module, constant, line } = c.abort;
        const found = codes.get(module).filter((code) => code.line === line && code.constant === constant);
        if (found.length !== 1) throw new BuildError(`${c.function}(${c.args}): ${found.length} codes in ${module} fit line ${line}, ${constant}`);
        c.abort = { module, code: found[0].code, constant, line };
    }
}

/** Runs the cases that end in a packed code and compares constant, line and code: {passed, failed, output}. */
export async function testClever(pack) {
    const functions = await signatures();
    const wanted = readScenarios().cases.map((c, i) => [`case_${i}`, c]).filter(([, c]) => c.abort?.line !== undefined);
    const reports = await outcomes(pack, wanted.map(([name, c]) => caseTest(name, { ...c, abort: undefined }, functions)));
    const codes = await packedCodes();
    const wrong = wanted.filter(([name, { abort }]) => {
        const got = reports.get(name)?.abort;
        const code = codes.get(abort.module)?.find((k) => k.code === abort.code);
        return !got || got.module !== abort.module || got.constant !== abort.constant || got.line !== abort.line
            || code?.line !== abort.line || code.constant !== abort.constant;
    });
    const output = wrong.map(([name, c]) => `${c.function}(${c.args}): expected ${JSON.stringify(c.abort)}, official ${JSON.stringify(reports.get(name))}`).join('\n');
    return { passed: wanted.length - wrong.length, failed: wrong.length, output };
}

/** Per module the packed abort codes that its code loads: {code, line, constant}. */
async function packedCodes() {
    const built = await buildPackages(packages().filter((p) => p.system || p.name === 'scenarios'));
    const found = new Map();
    for (const bytes of built.flatMap((b) => b.modules).map((m) => Buffer.from(m, 'base64'))) {
        const module = readModule(bytes);
        const codes = new Map();
        for (let at = bytes.indexOf(LOAD_U64); at >= 0 && at + 9 <= bytes.length; at = bytes.indexOf(LOAD_U64, at + 1)) {
            const code = bytes.readBigUInt64LE(at + 1);
            if (code >> 60n !== 0xcn) continue;
            const name = Number((code >> 16n) & 0xffffn);
            const constant = name === 0xffff ? null : Buffer.from(module.constants[name]?.value.slice(2) ?? '', 'hex').toString();
            codes.set(code, { code: String(code), line: Number((code >> 32n) & 0xffffn), constant });
        }
        found.set(fullName(module), [...codes.values()]);
    }
    return found;
}

function fullName({ address, name }) {
    return `0x${address.replace(/^0+(?=.)/, '')}::${name}`;
}

async function signatures() {
    const compiled = await compileFolder(path.join(CONTRACTS, 'scenarios'));
    const found = new Map();
    for (const bytes of compiled.modules) {
        const module = readModule(Buffer.from(bytes, 'base64'));
        for (const f of module.functions) found.set(`${module.name}::${f.name}`, f);
    }
    return found;
}

function outcomeOf(c) {
    return c.returns ?? c.abort ?? c.error;
}

function caseTest(name, c, functions) {
    const { call, results } = invocation(c, functions);
    const asserts = c.returns === undefined ? [] : results.map((r, i) => `assert!(std::bcs::to_bytes(&${r}) == x"${c.returns[i]}", ${i});`);
    if (c.returns !== undefined && c.returns.length !== results.length) throw new BuildError(`${c.function} returns ${results.length} values, expected.json has ${c.returns.length}`);
    return `#[test${expectation(c)}]\nfun ${name}() {\n    let mut ctx = sui::tx_context::dummy();\n    ${call}\n    ${asserts.join('\n    ')}\n    touch(&mut ctx);\n}\n`;
}

function expectation(c) {
    if (c.abort) return `, expected_failure(abort_code = ${c.abort.code}, location = ${c.abort.module})`;
    if (!c.error) return '';
    const { module, kind, subStatus } = c.error;
    const known = {
        ARITHMETIC_ERROR: `arithmetic_error, location = ${module}`,
        VECTOR_OPERATION_ERROR: `vector_error, minor_status = ${subStatus}, location = ${module}`,
    };
    const text = known[kind] ?? `major_status = ${c.error.status}, location = ${module}`;
    return `, expected_failure(${text})`;
}

function probe(name, c, functions, then) {
    const { call, results } = invocation(c, functions);
    const pushes = results.map((r) => `all.push_back(std::bcs::to_bytes(&${r}));`).join(' ');
    return `#[test]\nfun ${name}() {\n    let mut ctx = sui::tx_context::dummy();\n    ${call}\n    touch(&mut ctx);\n    let mut all = vector<vector<u8>>[];\n    ${pushes}\n    let bytes = std::bcs::to_bytes(&all);\n    ${then('bytes')}\n}\n`;
}

function invocation(c, functions) {
    const f = functions.get(c.function);
    if (f === undefined) throw new BuildError(`expected.json names ${c.function}, which the scenarios do not have`);
    const plain = f.parameters.filter((p) => CONTEXT[p] === undefined);
    if (plain.length !== c.args.length) throw new BuildError(`${c.function} takes ${plain.length} arguments, expected.json has ${c.args.length}`);
    let at = 0;
    const args = f.parameters.map((p) => CONTEXT[p] ?? literal(substitute(p, c.typeArgs), c.args[at++]));
    const results = f.returns.map((_, i) => `_r${i}`);
    const types = c.typeArgs ? `<${c.typeArgs.join(', ')}>` : '';
    const [module, name] = c.function.split('::');
    const bind = results.length === 0 ? '' : `let (${results.join(', ')}) = `;
    return { call: `${bind}${SELF}::${module}::${name}${types}(${args.join(', ')});`, results };
}

function substitute(type, typeArgs = []) {
    return typeArgs.reduce((text, arg, i) => text.replaceAll(new RegExp(`\\bT${i}\\b`, 'g'), arg), type);
}

/** Several transactions by test_scenario: see README, «Scenarios». */
function flowTest(name, flow, functions) {
    const lines = [];
    flow.steps.forEach((step, i) => lines.push(...stepLines(step, i, flow, functions)));
    const last = flow.steps.at(-1);
    const failing = flow.steps.filter((s) => outcomeOf(s) !== undefined && s.returns === undefined);
    if (failing.length > 1 || (failing.length === 1 && failing[0] !== last)) throw new BuildError(`flow «${flow.name}»: only the last step may fail`);
    return `#[test${expectation(last)}]\nfun ${name}() {\n    let mut s = sui::test_scenario::begin(@${flow.steps[0].sender});\n    ${flow.publish ? publishLines(flow) : ''}${lines.join('\n    ')}\n    s.end();\n}\n`;
}

function publishLines(flow) {
    return `${SELF}::${flow.publish}::published(s.ctx());\n    s.next_tx(@${flow.steps[0].sender});\n    `;
}

function stepLines(step, i, flow, functions) {
    const f = functions.get(step.function);
    if (f === undefined) throw new BuildError(`flow «${flow.name}» names ${step.function}, which the scenarios do not have`);
    const lines = i === 0 ? [] : [`s.next_tx(@${step.sender});`];
    const after = [];
    let at = 0;
    const args = f.parameters.map((p) => {
        if (p === '&mut 0x2::tx_context::TxContext' || p === '&0x2::tx_context::TxContext') return 's.ctx()';
        const arg = step.args[at++];
        const variable = `o${i}_${at}`;
        if (typeof arg === 'string') return literal(p, arg);
        const type = p.replace(/^&(mut )?/, '');
        const pass = p.startsWith('&mut ') ? `&mut ${variable}` : p.startsWith('&') ? `&${variable}` : variable;
        const kept = p.startsWith('&');
        if (arg.clock !== undefined) {
            lines.push(`let mut ${variable} = sui::clock::create_for_testing(s.ctx()); ${variable}.set_for_testing(${arg.clock});`);
            after.push(`${variable}.destroy_for_testing();`);
        } else if (arg.coin !== undefined) {
            lines.push(`let mut ${variable} = sui::coin::mint_for_testing<0x2::sui::SUI>(${arg.coin}, s.ctx());`);
            after.push(`sui::transfer::public_transfer(${variable}, @${step.sender});`);
        } else if (arg.receiving !== undefined) {
            const parent = f.parameters.findIndex((q) => q.includes(arg.receiving));
            lines.push(`let ${variable} = sui::test_scenario::most_recent_receiving_ticket(&sui::object::id(&o${i}_${parent + 1}));`);
        } else {
            const take = { owned: 'take_from_sender', shared: 'take_shared', immutable: 'take_immutable' }[arg.object];
            const back = { owned: `s.return_to_sender(${variable});`, shared: `sui::test_scenario::return_shared(${variable});`, immutable: `sui::test_scenario::return_immutable(${variable});` }[arg.object];
            lines.push(`let ${p.startsWith('&mut ') ? 'mut ' : ''}${variable} = s.${take}<${type}>();`);
            if (kept) after.push(back);
        }
        return pass;
    });
    const results = f.returns.map((_, r) => `_r${i}_${r}`);
    const [module, fun] = step.function.split('::');
    lines.push(`${results.length ? `let (${results.join(', ')}) = ` : ''}${SELF}::${module}::${fun}(${args.join(', ')});`);
    if (step.returns) results.forEach((r, k) => lines.push(`assert!(std::bcs::to_bytes(&${r}) == x"${step.returns[k]}", ${i * 100 + k});`));
    return [...lines, ...after];
}

function modules(tests) {
    const files = {};
    for (let from = 0; from < tests.length; from += TESTS_PER_MODULE) {
        const name = `generated_${from / TESTS_PER_MODULE}`;
        files[`tests/${name}.move`] = `#[test_only]\nmodule 0x0::${name};\n\nfun touch(_: &mut TxContext) {}\n\n${tests.slice(from, from + TESTS_PER_MODULE).join('\n')}`;
    }
    return files;
}

/** Runs tests that are meant to fail and reads from the report how each did: name -> {abort} or {error}. */
async function outcomes(pack, tests) {
    const found = new Map();
    for (let from = 0; from < tests.length; from += 1500) {
        const { output } = await runTests(pack, modules(tests.slice(from, from + 1500)));
        for (const part of output.split('┌── ').slice(1)) {
            const name = part.slice(0, part.indexOf(' '));
            found.set(name, outcome(part));
        }
    }
    return found;
}

function outcome(report) {
    const text = report.replace(/\s+/g, ' ');
    const where = /originating in the module ([\w:]+)/.exec(text)?.[1].replace(/^(scenarios|std|sui)::/, (_, name) => NAMED[name]);
    const code = /aborted with code (\d+)/.exec(text);
    if (code) return { abort: { module: where, code: code[1] } };
    const clever = /aborted (?:with error constant '(\w+)' )?originating/.exec(text);
    if (clever) return { abort: { module: where, constant: clever[1] ?? null, line: Number(/┌─ \S+:(\d+):\d+/.exec(text)[1]) } };
    if (/arithmetic error/i.test(text)) return { error: { module: where, kind: 'ARITHMETIC_ERROR', status: 4017 } };
    const vector = /vector operation error.*?(?:sub status|sub-status|code) (\d+)/i.exec(text) ?? /VECTOR_OPERATION_ERROR.*?(\d+)/.exec(text);
    if (vector) return { error: { module: where, kind: 'VECTOR_OPERATION_ERROR', status: 4018, subStatus: Number(vector[1]) } };
    const status = /gave an? (\w+) \(code (\d+)\)/.exec(text);
    if (status) return { error: { module: where, kind: status[1], status: Number(status[2]) } };
    throw new BuildError(`unknown outcome: ${text}`);
}

/** BCS of vector<vector<u8>> -> hex of each element. */
function splitVectors(bytes) {
    let at = 0;
    const uleb = () => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const b = bytes[at++];
            value |= (b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
    };
    return Array.from({ length: uleb() }, () => {
        const length = uleb();
        return bytes.subarray(at, (at += length)).toString('hex');
    });
}

/** A Move literal of a type from its BCS. */
export function literal(type, hex) {
    const bytes = Buffer.from(hex, 'hex');
    let at = 0;
    const take = (n) => {
        if (at + n > bytes.length) throw new BuildError(`${hex} is too short for ${type}`);
        return bytes.subarray(at, (at += n));
    };
    const number = (n) => [...take(n)].reduceRight((value, b) => (value << 8n) | BigInt(b), 0n);
    const uleb = () => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const b = take(1)[0];
            value |= (b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
    };
    const read = (t) => {
        const int = /^u(8|16|32|64|128|256)$/.exec(t);
        if (int) return `${number(Number(int[1]) / 8)}${t}`;
        if (t === 'bool') return take(1)[0] === 1 ? 'true' : 'false';
        if (t === 'address') return `@0x${take(32).toString('hex')}`;
        if (t === 'vector<u8>') return `x"${take(uleb()).toString('hex')}"`;
        if (t === '0x1::string::String') return `x"${take(uleb()).toString('hex')}".to_string()`;
        const inner = /^(vector|0x1::option::Option)<(.*)>$/.exec(t);
        if (inner === null) throw new BuildError(`no literal for the type ${t}`);
        const items = Array.from({ length: uleb() }, () => read(inner[2]));
        if (inner[1] === 'vector') return `vector<${inner[2].replaceAll('0x1::option::Option', 'std::option::Option')}>[${items.join(', ')}]`;
        return items.length === 0 ? `std::option::none<${inner[2]}>()` : `std::option::some<${inner[2]}>(${items[0]})`;
    };
    const text = read(type);
    if (at !== bytes.length) throw new BuildError(`${hex} is too long for ${type}`);
    return text;
}
