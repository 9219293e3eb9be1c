package dev.floe.ledger.move;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Compiled packages of the resources, as a ledger would have them after publishing.
public final class Packages {

    /// Where [#scenarios] stores the package.
    public static final Address SCENARIOS = Address.ofLong(0x5CE);

    private static final Comparator<String> BCS_ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private Packages() {}

    /// A machine with `std` and `sui`.
    public static MoveVm framework() {
        return MoveVm.empty()
                .with(stored(Address.STD, modules("std"), List.of()))
                .with(stored(Address.SUI, modules("sui"), List.of(Address.STD)));
    }

    /// A machine with the framework and the scenarios at [#SCENARIOS].
    public static MoveVm scenarios() {
        return framework().with(stored(SCENARIOS, modules("scenarios"), List.of(Address.STD, Address.SUI)));
    }

    /// Bytecode of a package, with the addresses that the compiler gave.
    public static List<byte[]> modules(String name) {
        List<byte[]> modules = new ArrayList<>();
        json("/dev/floe/ledger/move/" + name + ".json")
                .path("modules")
                .forEach(module -> modules.add(Base64.getDecoder().decode(module.asText())));
        return modules;
    }

    /// A first version of a package at that address, which becomes that of its modules.
    public static MovePackage stored(Address id, List<byte[]> modules, List<Address> dependencies) {
        NavigableMap<String, Bytes> byName = new TreeMap<>(BCS_ORDER);
        for (byte[] module : modules) {
            byte[] placed = CompiledModule.withAddress(module, id);
            byName.put(CompiledModule.parse(placed).id().name(), Bytes.copyOf(placed));
        }
        NavigableMap<Address, MovePackage.Link> linkage = new TreeMap<>();
        dependencies.forEach(dependency -> linkage.put(dependency, new MovePackage.Link(dependency, 1)));
        return new MovePackage(id, 1, byName, List.of(), linkage);
    }

    static JsonNode json(String resource) {
        try (InputStream in = Packages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
