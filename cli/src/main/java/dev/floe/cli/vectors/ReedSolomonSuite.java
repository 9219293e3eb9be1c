package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.redstuff.ReedSolomon;
import java.util.List;

/// `walrus/reed-solomon.json`: one code alone, and the tables of the field.
final class ReedSolomonSuite implements VectorSuite {

    private static final int SHOWN_BYTES = 64;

    @Override
    public String name() {
        return "reed-solomon";
    }

    @Override
    public List<String> caseFields() {
        return List.of("k", "r", "recoverySha256");
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        file.root()
                .path("tables")
                .properties()
                .forEach(table -> cases.run("table " + table.getKey(), () -> table(table.getKey(), table.getValue())));
        for (JsonNode c : file.cases()) {
            cases.run("RS(" + c.path("k") + "," + c.path("r") + ") of " + c.path("symbolSize"), () -> check(c));
        }
    }

    private static void table(String name, JsonNode expected) {
        Bytes table = ReedSolomon.table(name);
        Expect.equal("entries", Expect.integer(expected, "entries"), table.size() / 2);
        Expect.sha256(expected, "sha256", table);
        int at = 0;
        for (JsonNode entry : expected.path("first16")) {
            Expect.equal("entry " + at, entry.asInt(), entry(table, at++));
        }
        at = table.size() / 2 - expected.path("last4").size();
        for (JsonNode entry : expected.path("last4")) {
            Expect.equal("entry " + at, entry.asInt(), entry(table, at++));
        }
    }

    private static int entry(Bytes table, int index) {
        return table.get(2 * index) & 0xFF | (table.get(2 * index + 1) & 0xFF) << 8;
    }

    private static void check(JsonNode c) {
        int source = Expect.integer(c, "k");
        int symbolSize = Expect.integer(c, "symbolSize");
        ReedSolomon code = new ReedSolomon(source, Expect.integer(c, "r"));
        int sourceBytes = Math.multiplyExact(source, symbolSize);
        Bytes recovery = code.encode(Inputs.xorshift32((int) Expect.number(c, "seed"), sourceBytes), symbolSize);
        Expect.equal("rate", Expect.text(c, "rate"), code.isHighRate() ? "high" : "low");
        Expect.hexIfPresent(c, "recoveryHex", recovery);
        int shown = Math.min(SHOWN_BYTES, recovery.size());
        Expect.hexIfPresent(c, "recoveryFirst64Hex", recovery.slice(0, shown));
        Expect.hexIfPresent(c, "recoveryLast64Hex", recovery.slice(recovery.size() - shown, recovery.size()));
        Expect.sha256(c, "recoverySha256", recovery);
    }
}
