package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.move.Packages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompiledPackageTest {

    private static final String MODULES = "\"modules\":[\"oRzrCw==\"]";
    private static final String DEPENDENCIES =
            "\"dependencies\":[\"0x1\",\"0x0000000000000000000000000000000000000000000000000000000000000002\"]";

    @Test
    void readsWhatCompilersWrite() {
        CompiledPackage compiled = CompiledPackage.parse("{" + MODULES + "," + DEPENDENCIES + "}");
        assertThat(compiled.modules()).containsExactly(Bytes.parseHex("a11ceb0b"));
        assertThat(compiled.dependencies()).containsExactly(Address.STD, Address.SUI);
        List<Integer> numbers = new ArrayList<>();
        for (byte next : compiled.digest().toByteArray()) {
            numbers.add(next & 0xFF);
        }
        String all = "{\"digest\" : " + numbers + ", " + MODULES
                + ", \"n\": -1.5e3,\n \"note\": {\"modules\": [\"a\\\"]\"]}, " + DEPENDENCIES + "}\n";
        assertThat(CompiledPackage.parse(all)).isEqualTo(compiled);
        assertThat(CompiledPackage.resource(Packages.class, "scenarios").modules())
                .isNotEmpty();
    }

    @Test
    void anotherDigestIsNoticed() {
        String json = "{" + MODULES + "," + DEPENDENCIES + ",\"digest\":\"" + "00".repeat(32) + "\"}";
        assertThatThrownBy(() -> CompiledPackage.parse(json))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("digest does not fit");
    }

    @Test
    void anythingElseIsRefusedByPlace() {
        for (String wrong : List.of(
                "",
                "[]",
                "{}",
                "{" + MODULES + "}",
                "{\"modules\":[]," + DEPENDENCIES + "}",
                "{\"modules\":[1]," + DEPENDENCIES + "}",
                "{\"modules\":[\"%\"]," + DEPENDENCIES + "}",
                "{" + MODULES + ",\"dependencies\":[\"0xg\"]}",
                "{" + MODULES + "," + DEPENDENCIES,
                "{" + MODULES + "," + DEPENDENCIES + "} x",
                "{" + MODULES + " " + DEPENDENCIES + "}",
                "{" + MODULES + "," + DEPENDENCIES + ",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}",
                "{\"modules\":[\"oRzrCw==")) {
            assertThatThrownBy(() -> CompiledPackage.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(DataException.Corrupt.class)
                    .hasMessageContaining("compiled package");
        }
    }
}
