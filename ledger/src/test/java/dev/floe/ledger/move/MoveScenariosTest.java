package dev.floe.ledger.move;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TypeTag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every case of `contracts/scenarios/expected.json`, whose outcomes are those of the official machine.
class MoveScenariosTest {

    private static final long FUEL = 50_000_000;
    private static final long MEMORY = 256 << 20;

    private final MoveVm vm = Packages.scenarios();
    private final JsonNode file = read();
    private final TransactionDigest digest =
            new TransactionDigest(Digest.parseHex(file.at("/context/digest").asText()));

    @Test
    void doesWhatTheOfficialMachineDoes() {
        List<String> differences = new ArrayList<>();
        int cases = 0;
        for (JsonNode one : file.path("cases")) {
            String got = outcome(one);
            String expected = expected(one);
            cases++;
            if (!got.equals(expected)) {
                differences.add(
                        one.path("function").asText() + one.path("args") + ": expected " + expected + ", got " + got);
            }
        }
        assertThat(cases).isGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    private static JsonNode read() {
        try {
            Path root = Path.of(System.getProperty("floe.root"));
            return new ObjectMapper()
                    .readTree(root.resolve("contracts/scenarios/expected.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String expected(JsonNode one) {
        if (one.has("abort")) {
            JsonNode abort = one.path("abort");
            String text = "abort " + abort.path("code").asText() + " in "
                    + abort.path("module").asText();
            return abort.has("line")
                    ? text + " line " + abort.path("line").asText() + " "
                            + abort.path("constant").asText()
                    : text;
        }
        if (one.has("error")) {
            JsonNode error = one.path("error");
            return "error " + error.path("status").asText() + "/"
                    + error.path("subStatus").asText("0") + " in "
                    + error.path("module").asText();
        }
        return one.path("returns").toString();
    }

    private String outcome(JsonNode one) {
        String[] name = one.path("function").asText().split("::");
        MoveFunction function =
                vm.function(Packages.SCENARIOS, name[0], name[1]).orElseThrow();
        List<MoveType> typeArguments = new ArrayList<>();
        one.path("typeArgs")
                .forEach(text -> typeArguments.add(vm.type(TypeTag.parse(
                        text.asText().replaceAll("\\b0x0::", Packages.SCENARIOS.toShortString() + "::")))));
        MemoryHost host = new MemoryHost(digest, Address.ZERO);
        Metering metering = new Metering(FUEL, MEMORY);
        try {
            List<MoveValue> results =
                    vm.execute(function, typeArguments, arguments(one, function, typeArguments, host), host, metering);
            StringBuilder text = new StringBuilder("[");
            for (MoveValue result : results) {
                text.append(text.length() > 1 ? "," : "")
                        .append('"')
                        .append(HexFormat.of().formatHex(MoveBcs.write(result)))
                        .append('"');
            }
            return normalised(text.append(']').toString());
        } catch (MoveException e) {
            return failure(e.failure());
        }
    }

    private List<MoveValue> arguments(
            JsonNode one, MoveFunction function, List<MoveType> typeArguments, MemoryHost host) {
        List<MoveValue> arguments = new ArrayList<>();
        int given = 0;
        for (MoveType open : function.parameters()) {
            if (open instanceof MoveType.Reference reference
                    && reference.target() instanceof MoveType.Datatype datatype
                    && datatype.definition().key().name().equals("TxContext")) {
                arguments.add(host.context());
                continue;
            }
            byte[] bcs = HexFormat.of().parseHex(one.path("args").path(given++).asText());
            MoveType type = open.substitute(typeArguments);
            boolean isReference = type instanceof MoveType.Reference;
            MoveType valueType = type instanceof MoveType.Reference reference ? reference.target() : type;
            MoveValue value = MoveBcs.read(valueType, bcs, new Metering(FUEL, MEMORY));
            arguments.add(isReference ? MoveReference.box(value) : value);
        }
        return arguments;
    }

    private String failure(MoveFailure failure) {
        ModuleId module = failure.location().module();
        Address address = module.address().equals(Packages.SCENARIOS) ? Address.ZERO : module.address();
        String in = " in " + address.toShortString() + "::" + module.name();
        return switch (failure) {
            case MoveFailure.Abort abort -> {
                Optional<CleverError> clever = vm.explain(abort.location().storageId(), module.name(), abort.code());
                yield "abort " + Long.toUnsignedString(abort.code()) + in
                        + clever.map(error -> " line " + error.line() + " "
                                        + error.constantName().orElse("null"))
                                .orElse("");
            }
            case MoveFailure.Runtime runtime -> "error " + runtime.status().code() + "/" + runtime.subStatus() + in;
            case MoveFailure.OutOfResources out -> "error " + out.status().code() + "/0" + in;
        };
    }

    // The compiler's package is at 0x0; type names show where ours is.
    private static String normalised(String text) {
        String ours =
                HexFormat.of().formatHex(Packages.SCENARIOS.toHex().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String zero = HexFormat.of().formatHex(Address.ZERO.toHex().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return text.replace(ours, zero).replace(Packages.SCENARIOS.toHex(), Address.ZERO.toHex());
    }

    @Test
    void explainsPackedAbortCodes() {
        CleverError error = CleverError.decode(0xc0ff_0026_0003_0004L, _ -> Optional.empty())
                .orElseThrow();
        assertThat(error.line()).isEqualTo(38);
        assertThat(error.errorCode()).isEmpty();
        assertThat(CleverError.decode(7, _ -> Optional.empty())).isEmpty();
    }
}
