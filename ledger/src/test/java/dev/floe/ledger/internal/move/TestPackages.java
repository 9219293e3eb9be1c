package dev.floe.ledger.internal.move;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.MoveVm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// Compiled packages of `contracts/` as packages of a machine.
final class TestPackages {

    private TestPackages() {}

    /// A machine with 0x1 and 0x2.
    static MoveVm framework() {
        return MoveVm.empty()
                .with(of(Address.STD, modules("std"), List.of()))
                .with(of(Address.SUI, modules("sui"), List.of(Address.STD)));
    }

    /// The modules of a package of the resources, by its short name.
    static List<byte[]> modules(String name) {
        String path = "/dev/floe/ledger/move/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(TestPackages.class.getResourceAsStream(path), path)) {
            List<byte[]> modules = new ArrayList<>();
            for (JsonNode module : new ObjectMapper().readTree(in).get("modules")) {
                modules.add(Base64.getDecoder().decode(module.asText()));
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A first version of a package that depends on others in their first versions.
    static MovePackage of(Address id, List<byte[]> modules, List<Address> dependencies) {
        TreeMap<String, Bytes> byName = new TreeMap<>();
        List<MovePackage.TypeOrigin> origins = new ArrayList<>();
        for (byte[] bytecode : modules) {
            CompiledModule module = CompiledModule.parse(bytecode);
            byName.put(module.id().name(), Bytes.copyOf(bytecode));
            module.structs()
                    .forEach(struct -> origins.add(
                            new MovePackage.TypeOrigin(module.id().name(), module.datatypeName(struct.handle()), id)));
            module.enums()
                    .forEach(definition -> origins.add(new MovePackage.TypeOrigin(
                            module.id().name(), module.datatypeName(definition.handle()), id)));
        }
        TreeMap<Address, MovePackage.Link> linkage = new TreeMap<>();
        dependencies.forEach(dependency -> linkage.put(dependency, new MovePackage.Link(dependency, 1)));
        return new MovePackage(id, 1, byName, origins, linkage);
    }
}
