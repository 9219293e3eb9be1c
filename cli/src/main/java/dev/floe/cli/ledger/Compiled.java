package dev.floe.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What the Move compiler gives: `node contracts/build.mjs --compile DIR --out FILE`, or
/// `sui move build --dump-bytecode-as-base64`.
///
/// @param modules      bytecode of each module
/// @param dependencies ids of the packages it is linked against
record Compiled(List<Bytes> modules, List<Address> dependencies) {

    private static final long MAX_FILE = 4 << 20;

    Compiled {
        modules = List.copyOf(modules);
        dependencies = List.copyOf(dependencies);
    }

    /// Reads `{modules: [base64], dependencies: [hex], digest: [32 numbers]}`; the digest, if there, must fit.
    ///
    /// @throws DataException.Corrupt if it is anything else
    static Compiled read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new DataException.Corrupt(file + ": expected at most " + MAX_FILE + " bytes");
        }
        try {
            return parse(new ObjectMapper().readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new DataException.Corrupt(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(file + ": not a compiled package: " + e.getMessage(), e);
        }
    }

    /// The digest that an upgrade ticket names.
    Digest digest() {
        return MovePackage.digestOf(modules, dependencies);
    }

    private static Compiled parse(JsonNode json) {
        List<Bytes> modules = new ArrayList<>();
        json.path("modules")
                .forEach(module -> modules.add(Bytes.copyOf(Base64.getDecoder().decode(module.asText()))));
        List<Address> dependencies = new ArrayList<>();
        json.path("dependencies").forEach(dependency -> dependencies.add(Address.parseLenient(dependency.asText())));
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("it has no modules");
        }
        Compiled compiled = new Compiled(modules, dependencies);
        JsonNode digest = json.path("digest");
        if (digest.isArray()) {
            byte[] expected = new byte[digest.size()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) digest.get(i).asInt();
            }
            if (!Bytes.copyOf(expected).equals(compiled.digest().bytes())) {
                throw new IllegalArgumentException("its digest does not fit modules and dependencies; compile anew");
            }
        }
        return compiled;
    }
}
