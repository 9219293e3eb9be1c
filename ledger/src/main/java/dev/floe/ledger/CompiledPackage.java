package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.move.CompiledModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What the Move compiler gives: modules whose own address is `0x0`, to be published, and what they depend on.
///
/// @param modules      bytecode of each module
/// @param dependencies ids of the packages it is linked against
public record CompiledPackage(List<Bytes> modules, List<Address> dependencies) {

    private static final int MAX_TEXT = 16 << 20;

    public CompiledPackage {
        modules = List.copyOf(modules);
        dependencies = List.copyOf(dependencies);
    }

    /// Parses the compiler's JSON: `{"modules": [base64…], "dependencies": ["0x…"…], "digest": …}`. A digest, if
    /// there, must fit: 32 numbers or hex. Other members are ignored.
    ///
    /// @throws DataException.Corrupt if `json` is anything else
    public static CompiledPackage parse(String json) {
        if (json.length() > MAX_TEXT) {
            throw new DataException.Corrupt("compiled package: " + json.length() + " characters, limit " + MAX_TEXT);
        }
        return CompiledPackageJson.parse(json);
    }

    /// The package of that name in the resources beside a class: `NAME.json`.
    ///
    /// @throws DataException.NotFound if there is none
    public static CompiledPackage resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new DataException.NotFound(
                        "compiled package '" + name + "': not in the resources of " + beside.getPackageName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same package linked to other ids: wherever a module or the dependencies name a key of `ids`, the value
    /// stands. For packages that were compiled before those they use were published.
    public CompiledPackage relinked(Map<Address, Address> ids) {
        return new CompiledPackage(
                modules.stream()
                        .map(module -> Bytes.copyOf(CompiledModule.relink(module.toByteArray(), ids)))
                        .toList(),
                dependencies.stream().map(id -> ids.getOrDefault(id, id)).toList());
    }

    /// The digest that an upgrade ticket names.
    public Bytes digest() {
        return MovePackage.digestOf(modules, dependencies).bytes();
    }
}
