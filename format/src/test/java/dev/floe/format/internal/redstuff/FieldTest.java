package dev.floe.format.internal.redstuff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class FieldTest {

    private static final JsonNode TABLES =
            Vectors.read("walrus/reed-solomon.json").get("tables");

    @Test
    void tablesAreThoseOfTheReferenceCodec() throws Exception {
        assertThat(sha256(Field.ORDER, Field::exp)).isEqualTo(expected("exp"));
        assertThat(sha256(Field.ORDER, Field::log)).isEqualTo(expected("log"));
        assertThat(sha256(Field.MODULUS, Field::skew)).isEqualTo(expected("skew"));
    }

    @Test
    void productsDistribute() {
        for (int x = 1; x < Field.ORDER; x += 257) {
            for (int log = 0; log < Field.MODULUS; log += 1999) {
                int y = x * 31 & 0xFFFF;
                assertThat(Field.multiply(x ^ y, log)).isEqualTo(Field.multiply(x, log) ^ Field.multiply(y, log));
            }
        }
    }

    private static String expected(String table) {
        return TABLES.get(table).get("sha256").asText();
    }

    private static String sha256(int entries, IntUnaryOperator table) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(2 * entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            bytes.putShort((short) table.applyAsInt(i));
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }
}
