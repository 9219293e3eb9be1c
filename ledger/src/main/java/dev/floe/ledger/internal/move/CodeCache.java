package dev.floe.ledger.internal.move;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Packages by storage id, and linked packages made from them on first use.
///
/// A package is linked once for each set of versions of its dependencies with which it is reached, so a call never
/// has
/// to ask which version is meant. The set is that of the package that a transaction called, restricted to what the
/// package itself depends on.
public final class CodeCache {

    // Longest chain of dependencies that is followed.
    private static final int MAX_CHAIN = 64;

    private final Map<Address, LoadedPackage> packages;
    private final Map<Link, LinkedPackage> linked;

    /// A package and the versions that its dependencies have, by original id.
    private record Link(Address storageId, Map<Address, Address> versions) {}

    private CodeCache(Map<Address, LoadedPackage> packages, Map<Link, LinkedPackage> linked) {
        this.packages = packages;
        this.linked = linked;
    }

    /// No packages.
    public static CodeCache empty() {
        return new CodeCache(Map.of(), new ConcurrentHashMap<>());
    }

    /// These packages and another one.
    public CodeCache with(MovePackage added) {
        if (packages.containsKey(added.id())) {
            throw new IllegalArgumentException("package " + added.id() + " is already there");
        }
        Map<Address, LoadedPackage> more = new HashMap<>(packages);
        more.put(added.id(), new LoadedPackage(added));
        return new CodeCache(more, new ConcurrentHashMap<>(linked));
    }

    /// Whether a package is stored there.
    public boolean contains(Address storageId) {
        return packages.containsKey(storageId);
    }

    /// See [dev.floe.ledger.move.MoveVm#originalId].
    public Address originalId(Address storageId) {
        return require(storageId).originalId();
    }

    /// See [dev.floe.ledger.move.MoveVm#verify].
    public void verify(Address storageId) {
        PackageVerifier.verify(link(storageId));
    }

    /// Names of the modules of a package.
    public List<String> modules(Address storageId) {
        return List.copyOf(require(storageId).source().modules().keySet());
    }

    /// A function by name.
    public Optional<LoadedFunction> function(Address storageId, String module, String name) {
        return module(storageId, module).flatMap(found -> Optional.ofNullable(found.function(name)));
    }

    /// All functions of a module.
    public List<LoadedFunction> functions(Address storageId, String module) {
        return module(storageId, module).map(LinkedModule::functions).orElse(List.of());
    }

    /// A struct or enum by name.
    public Optional<MoveDatatype> datatype(Address storageId, String module, String name) {
        return module(storageId, module).flatMap(found -> Optional.ofNullable(found.datatype(name)));
    }

    /// All structs and enums of a module.
    public List<MoveDatatype> datatypes(Address storageId, String module) {
        return module(storageId, module)
                .map(found -> List.<MoveDatatype>copyOf(found.datatypes()))
                .orElse(List.of());
    }

    /// A constant of a module.
    public Optional<CompiledModule.Constant> constant(Address storageId, String module, int index) {
        return module(storageId, module)
                .map(found -> found.compiled().constants())
                .filter(constants -> index < constants.size())
                .map(constants -> constants.get(index));
    }

    /// The type of a tag.
    public MoveType type(TypeTag tag) {
        return switch (tag) {
            case TypeTag.Primitive primitive ->
                switch (primitive) {
                    case BOOL -> MoveType.Primitive.BOOL;
                    case U8 -> MoveType.Primitive.U8;
                    case U16 -> MoveType.Primitive.U16;
                    case U32 -> MoveType.Primitive.U32;
                    case U64 -> MoveType.Primitive.U64;
                    case U128 -> MoveType.Primitive.U128;
                    case U256 -> MoveType.Primitive.U256;
                    case ADDRESS -> MoveType.Primitive.ADDRESS;
                    case SIGNER -> MoveType.Primitive.SIGNER;
                };
            case TypeTag.Vector(TypeTag element) -> new MoveType.Vector(type(element));
            case StructTag struct -> struct(struct);
        };
    }

    private MoveType struct(StructTag tag) {
        MoveDatatype definition = datatype(tag.address(), tag.module(), tag.name())
                .orElseThrow(() -> new DataException.NotFound("type " + tag + ": no such package, module or type"));
        List<MoveType> arguments = tag.typeParams().stream().map(this::type).toList();
        if (arguments.size() != definition.typeParameters().size()) {
            throw new IllegalArgumentException("type " + tag + ": expected "
                    + definition.typeParameters().size() + " type arguments, got " + arguments.size());
        }
        for (int i = 0; i < arguments.size(); i++) {
            AbilitySet needed = definition.typeParameters().get(i).constraints();
            if (!arguments.get(i).abilities().containsAll(needed)) {
                throw new IllegalArgumentException("type " + tag + ": type argument " + i + " lacks " + needed);
            }
        }
        return new MoveType.Datatype(definition, arguments);
    }

    private Optional<LinkedModule> module(Address storageId, String name) {
        return packages.containsKey(storageId)
                ? Optional.ofNullable(link(storageId).module(name))
                : Optional.empty();
    }

    /// A package with the versions of its own linkage.
    LinkedPackage link(Address storageId) {
        Map<Address, Address> versions = new TreeMap<>();
        require(storageId).source().linkage().forEach((original, to) -> versions.put(original, to.upgradedId()));
        return link(storageId, versions, 0);
    }

    private LinkedPackage link(Address storageId, Map<Address, Address> versions, int chain) {
        Link key = new Link(storageId, versions);
        @Nullable LinkedPackage known = linked.get(key);
        if (known != null) {
            return known;
        }
        if (chain > MAX_CHAIN) {
            throw new DataException.Corrupt("package " + storageId + ": chain of dependencies over " + MAX_CHAIN);
        }
        Map<Address, LinkedPackage> dependencies = new HashMap<>();
        versions.forEach((original, version) -> {
            Map<Address, Address> theirs = new TreeMap<>();
            for (Address dependency : require(version).source().linkage().keySet()) {
                Address chosen = versions.get(dependency);
                if (chosen != null && !dependency.equals(original)) {
                    theirs.put(dependency, chosen);
                }
            }
            dependencies.put(original, link(version, theirs, chain + 1));
        });
        LinkedPackage made = new LinkedPackage(require(storageId), dependencies);
        LinkedPackage raced = linked.putIfAbsent(key, made);
        return raced == null ? made : raced;
    }

    private LoadedPackage require(Address storageId) {
        LoadedPackage found = packages.get(storageId);
        if (found == null) {
            throw new DataException.NotFound("package " + storageId + " does not exist");
        }
        return found;
    }
}
