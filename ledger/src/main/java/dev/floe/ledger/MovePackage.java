package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A published package: compiled modules by name, and what it is linked against.
///
/// Maps are in the order BCS asks for: by the bytes of the encoded key, so shorter names come first.
///
/// @param id          where it is stored; each upgrade has its own
/// @param version     1 when published, one more with each upgrade; unsigned
/// @param modules     bytecode by module name
/// @param typeOrigins for each struct and enum the package version that first defined it
/// @param linkage     for each dependency, by its original id, the version linked
public record MovePackage(
        Address id,
        long version,
        NavigableMap<String, Bytes> modules,
        List<TypeOrigin> typeOrigins,
        NavigableMap<Address, Link> linkage)
        implements ObjectData {

    /// Most bytes of one module that are read.
    public static final int MAX_MODULE = 1 << 20;
    /// Most modules of one package that are read.
    public static final int MAX_MODULES = 1024;

    private static final int MAX_ENTRIES = 1 << 16;
    private static final Comparator<String> BCS_ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /// Which package version first defined a type.
    ///
    /// @param module    the module's name
    /// @param datatype  the struct's or enum's name
    /// @param packageId id of that package version
    public record TypeOrigin(String module, String datatype, Address packageId) {}

    /// The version of a dependency that this package runs with.
    ///
    /// @param upgradedId      id of that version
    /// @param upgradedVersion its version, unsigned
    public record Link(Address upgradedId, long upgradedVersion) {}

    public MovePackage {
        modules = sorted(modules, BCS_ORDER);
        modules.keySet().forEach(name -> Identifiers.require("package: module", name));
        typeOrigins = List.copyOf(typeOrigins);
        linkage = sorted(linkage, Comparator.naturalOrder());
    }

    /// The package digest that an upgrade ticket names: over the hash of each module and the ids of the
    /// dependencies.
    public static Digest digestOf(Collection<Bytes> modules, Collection<Address> dependencies) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        Stream.concat(
                        modules.stream()
                                .map(module ->
                                        Digests.blake2b256(module.toByteArray()).bytes()),
                        dependencies.stream().map(Address::bytes))
                .sorted()
                .forEach(part -> parts.writeBytes(part.toByteArray()));
        return Digests.blake2b256(parts.toByteArray());
    }

    static MovePackage readFields(BcsReader in) {
        Address id = Address.read(in);
        long version = in.u64();
        TreeMap<String, Bytes> modules = new TreeMap<>(BCS_ORDER);
        for (int i = in.count(MAX_MODULES, 2); i > 0; i--) {
            String name = Identifiers.read(in);
            requireNext(in, modules, name, BCS_ORDER);
            modules.put(name, Bytes.copyOf(in.bytes(MAX_MODULE)));
        }
        List<TypeOrigin> origins = in.vector(
                MAX_ENTRIES,
                from -> new TypeOrigin(Identifiers.read(from), Identifiers.read(from), Address.read(from)));
        TreeMap<Address, Link> linkage = new TreeMap<>();
        for (int i = in.count(MAX_ENTRIES, 2 * Address.SIZE_BYTES + Long.BYTES); i > 0; i--) {
            Address original = Address.read(in);
            requireNext(in, linkage, original, Comparator.naturalOrder());
            linkage.put(original, new Link(Address.read(in), in.u64()));
        }
        return new MovePackage(id, version, modules, origins, linkage);
    }

    void writeFields(BcsWriter out) {
        id.write(out);
        out.u64(version).uleb(modules.size());
        modules.forEach((name, code) -> out.string(name).bytes(code));
        out.vector(typeOrigins, (to, origin) -> {
            to.string(origin.module()).string(origin.datatype());
            origin.packageId().write(to);
        });
        out.uleb(linkage.size());
        linkage.forEach((original, link) -> {
            original.write(out);
            link.upgradedId().write(out);
            out.u64(link.upgradedVersion());
        });
    }

    private static <K> void requireNext(BcsReader in, TreeMap<K, ?> before, K key, Comparator<? super K> order) {
        if (!before.isEmpty() && order.compare(before.lastKey(), key) >= 0) {
            throw in.corrupt("keys of a map are not in order");
        }
    }

    private static <K, V> NavigableMap<K, V> sorted(SortedMap<K, V> entries, Comparator<? super K> order) {
        TreeMap<K, V> copy = new TreeMap<>(order);
        copy.putAll(entries);
        return Collections.unmodifiableNavigableMap(copy);
    }
}
