package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Bytes;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CommandArgumentError.Plain;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.TypeTag;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes as arguments: every type that they can have, and what is no value of it. `0x1::option::some<T>` takes a
/// value of any type and gives it back after a byte 1.
final class PureInputsTest {

    private static final String ID = "0x2::object::ID";
    private static final String UTF8 = "0x1::string::String";
    private static final String ASCII = "0x1::ascii::String";
    private static final String A32 = "0101010101010101010101010101010101010101010101010101010101010101";

    private static LedgerFixture t;

    @BeforeAll
    static void open() throws IOException {
        t = new LedgerFixture("pure");
    }

    @AfterAll
    static void close() {
        t.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bool                    | 00
            bool                    | 01
            u8                      | ff
            u16                     | ffff
            u32                     | ffffffff
            u64                     | ffffffffffffffff
            u128                    | ffffffffffffffffffffffffffffffff
            u256                    | ADDRESS
            address                 | ADDRESS
            ID                      | ADDRESS
            UTF8                    | 00
            UTF8                    | 05c3a9e282ac
            UTF8                    | 04f09f9880
            UTF8                    | 0100
            ASCII                   | 00
            ASCII                   | 03417f7e
            vector<u8>              | 00
            vector<u8>              | 0480ff00c0
            vector<bool>            | 020001
            vector<u64>             | 020100000000000000ffffffffffffffff
            vector<address>         | 01ADDRESS
            vector<ID>              | 02ADDRESSADDRESS
            vector<UTF8>            | 0202c3a900
            vector<ASCII>           | 020141017f
            vector<vector<u8>>      | 0300010203040506
            vector<vector<vector<u16>>> | 0101020100ffff
            0x1::option::Option<u8> | 00
            0x1::option::Option<u8> | 01ff
            0x1::option::Option<UTF8> | 0102c3a9
            0x1::option::Option<vector<UTF8>> | 01020141017a
            0x1::option::Option<0x1::option::Option<bool>> | 010100
            vector<0x1::option::Option<address>> | 020001ADDRESS
            """)
    void valuesOfEveryPureTypeAreTaken(String type, String hex) {
        assertThat(some(type, hex)
                        .results()
                        .getFirst()
                        .returned()
                        .getFirst()
                        .bcs()
                        .toHex())
                .isEqualTo("01" + filled(hex));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bool                    | 02
            bool                    |
            bool                    | 0001
            u8                      |
            u8                      | 0000
            u16                     | ff
            u32                     | ffffff
            u64                     | ffffffffffffff
            u64                     | ffffffffffffffff00
            u128                    | ffffffffffffffff
            u256                    | 00
            address                 | 00
            address                 | ADDRESS00
            ID                      | 02
            UTF8                    |
            UTF8                    | 01ff
            UTF8                    | 02c328
            UTF8                    | 02c080
            UTF8                    | 03eda080
            UTF8                    | 04f4908080
            UTF8                    | 01c3
            UTF8                    | 024141ff
            UTF8                    | 0241
            ASCII                   | 0180
            ASCII                   | 02c3a9
            vector<u8>              | 01
            vector<u8>              | 000000
            vector<u8>              | 8000
            vector<u8>              | ffffffff0f
            vector<u8>              | ffffffffff01
            vector<bool>            | 020002
            vector<u64>             | 0100000000000000
            vector<UTF8>            | 0202c3a901ff
            vector<vector<ASCII>>   | 01010180
            0x1::option::Option<u8> | 020102
            0x1::option::Option<u8> | 01
            0x1::option::Option<u8> | 0001
            0x1::option::Option<UTF8> | 0101ff
            vector<0x1::option::Option<u8>> | 01020102
            """)
    void bytesThatAreNoValueOfTheTypeAreRefused(String type, String hex) {
        assertThat(refusal(type, hex == null ? "" : hex))
                .isEqualTo(new ExecutionError.InvalidArgument(0, Plain.INVALID_BCS_BYTES));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0x2::coin::Coin<0x2::sui::SUI>          | ADDRESS0100000000000000
            0x2::object::UID                        | ADDRESS
            0x2::balance::Balance<0x2::sui::SUI>    | 0100000000000000
            0x2::clock::Clock                       | ADDRESS0100000000000000
            vector<0x2::coin::Coin<0x2::sui::SUI>>  | 00
            0x1::option::Option<0x2::object::UID>   | 00
            0x2::url::Url                           | 0141
            0x1::type_name::TypeName                | 0141
            0x2::vec_set::VecSet<u8>                | 00
            0x2::transfer::Receiving<0x2::coin::Coin<0x2::sui::SUI>> | ADDRESS0100000000000000
            """)
    void valuesThatOnlyCodeCanMakeAreNotTaken(String type, String hex) {
        assertThat(refusal(type, hex))
                .isEqualTo(new ExecutionError.InvalidArgument(0, Plain.INVALID_USAGE_OF_PURE_ARG));
    }

    @Test
    void theSameBytesCanBeSeveralTypes() {
        LedgerFixture.Build build = t.build(t.alice);
        Argument bytes = build.input(LedgerFixture.pure(Bytes.parseHex(A32)));
        for (String type : List.of("address", "u256", ID)) {
            build.call("0x1::option::some", List.of(tag(type)), bytes);
        }
        Simulation done = t.ledger.simulate(build.data(), Ledger.Checks.FULL).requireSuccess();
        assertThat(done.results())
                .allSatisfy(result ->
                        assertThat(result.returned().getFirst().bcs().toHex()).isEqualTo("01" + A32));
    }

    /// As with Sui's newer executor: each type of an input is a place of its own.
    @Test
    void aChangeIsSeenUnderTheSameTypeOnly() {
        List<TypeTag> u8 = List.of(TypeTag.Primitive.U8);
        LedgerFixture.Build build = t.build(t.alice);
        Argument bytes = build.input(LedgerFixture.pure(Bytes.parseHex("020102")));
        build.call("0x1::vector::push_back", u8, bytes, build.input(LedgerFixture.pure(Bytes.parseHex("03"))));
        build.call("0x1::option::some", List.of(tag(ASCII)), bytes);
        build.call("0x1::option::some", List.of(tag("vector<u8>")), bytes);
        Simulation done = t.ledger.simulate(build.data(), Ledger.Checks.FULL).requireSuccess();
        assertThat(done.results().get(1).returned().getFirst().bcs().toHex()).isEqualTo("01020102");
        assertThat(done.results().get(2).returned().getFirst().bcs().toHex()).isEqualTo("0103010203");
    }

    @Test
    void pureBytesAreNoObject() {
        LedgerFixture.Build build = t.build(t.alice);
        build.transfer(t.bob.address(), build.input(LedgerFixture.pure(Bytes.parseHex(A32))));
        assertThat(error(build.execute())).isInstanceOf(ExecutionError.InvalidArgument.class);
    }

    private Simulation some(String type, String hex) {
        return t.ledger.simulate(build(type, hex).data(), Ledger.Checks.FULL).requireSuccess();
    }

    private ExecutionError refusal(String type, String hex) {
        Simulation done = t.ledger.simulate(build(type, hex).data(), Ledger.Checks.FULL);
        return ((ExecutionStatus.Failure) done.effects().status()).error();
    }

    private LedgerFixture.Build build(String type, String hex) {
        LedgerFixture.Build build = t.build(t.alice);
        return build.call(
                "0x1::option::some", List.of(tag(type)), build.input(LedgerFixture.pure(Bytes.parseHex(filled(hex)))));
    }

    private static String filled(String hex) {
        return hex.replace("ADDRESS", A32);
    }

    private static TypeTag tag(String text) {
        return TypeTag.parse(
                text.replaceAll("\\bID\\b(?<!::ID)", ID).replace("UTF8", UTF8).replace("ASCII", ASCII));
    }
}
