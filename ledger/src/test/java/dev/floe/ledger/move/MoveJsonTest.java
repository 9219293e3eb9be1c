package dev.floe.ledger.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.TypeTag;
import dev.floe.testkit.Campaign;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values as Sui's nodes show them.
final class MoveJsonTest {

    private final MoveVm vm = Packages.framework();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bool                        | 01                 | true
            u8                          | ff                 | 255
            u32                         | ffffffff           | 4294967295
            u64                         | ffffffffffffffff   | "18446744073709551615"
            u128                        | ffffffffffffffffffffffffffffffff | "340282366920938463463374607431768211455"
            vector<u8>                  | 03010203           | "AQID"
            vector<u16>                 | 0201000200         | [1,2]
            vector<vector<u8>>          | 02000101           | ["","AQ=="]
            0x1::string::String         | 02c3a9             | "é"
            0x1::option::Option<u8>     | 00                 | null
            0x1::option::Option<u8>     | 0107               | 7
            0x2::balance::Balance<0x2::sui::SUI> | 0500000000000000 | "5"
            0x2::vec_map::VecMap<u8,bool> | 010201           | {"contents":[{"key":2,"value":true}]}
            """)
    void isWhatNodesShow(String type, String hex, String json) {
        assertThat(render(type, hex)).hasToString(json);
    }

    @Test
    void objectsNameTheirFields() {
        String id = "07".repeat(32);
        JsonNode coin = render("0x2::coin::Coin<0x2::sui::SUI>", id + "0a00000000000000");
        assertThat(coin).hasToString("{\"id\":\"0x" + id + "\",\"balance\":\"10\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "u64,00",
        "bool,02",
        "vector<u8>,05aa",
        "0x1::option::Option<u8>,020102",
        "u8,0000",
        "vector<u8>,ffffffff0f"
    })
    void otherBytesAreCorrupt(String type, String hex) {
        assertThatThrownBy(() -> render(type, hex)).isInstanceOf(DataException.Corrupt.class);
    }

    @Test
    void anyBytesAreShownOrRefused() {
        List<byte[]> corpus = List.of(
                Bytes.parseHex("01" + "0102" + "0541424344ff" + "00").toByteArray(),
                Bytes.parseHex("02020141010142000100").toByteArray());
        MoveType type = vm.type(
                TypeTag.parse("vector<0x2::vec_map::VecMap<0x1::string::String,0x1::option::Option<vector<u16>>>>"));
        Campaign.Report report = Campaign.allowing(DataException.Corrupt.class)
                .run("values as JSON", corpus, input -> MoveJson.render(type, Bytes.copyOf(input), new Json()));
        assertThat(report.accepted()).isPositive().isLessThan(report.inputs());
    }

    private JsonNode render(String type, String hex) {
        return MoveJson.render(vm.type(TypeTag.parse(type)), Bytes.parseHex(hex), new Json());
    }

    private static final class Json implements MoveJson.Form<JsonNode> {
        private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

        @Override
        public JsonNode bool(boolean value) {
            return MAKE.booleanNode(value);
        }

        @Override
        public JsonNode number(long value) {
            return MAKE.numberNode(value);
        }

        @Override
        public JsonNode text(String value) {
            return MAKE.textNode(value);
        }

        @Override
        public JsonNode none() {
            return MAKE.nullNode();
        }

        @Override
        public JsonNode list(List<JsonNode> elements) {
            ArrayNode list = MAKE.arrayNode();
            elements.forEach(list::add);
            return list;
        }

        @Override
        public JsonNode object(SequencedMap<String, JsonNode> fields) {
            ObjectNode object = MAKE.objectNode();
            fields.forEach(object::set);
            return object;
        }
    }
}
