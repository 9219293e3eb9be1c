package dev.floe.ledger.internal.exec;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Command;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionError.PackageUpgradeError;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.MovePackage.Link;
import dev.floe.ledger.MovePackage.TypeOrigin;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveFunction;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVerificationException;
import dev.floe.ledger.move.MoveVm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Publishes and upgrades packages within one transaction.
final class PackagePublisher {

    /// `0x2::package::UpgradeTicket`.
    static final StructTag TICKET = StructTag.of(Address.SUI, "package", "UpgradeTicket");

    private static final StructTag CAP = StructTag.of(Address.SUI, "package", "UpgradeCap");
    private static final StructTag RECEIPT = StructTag.of(Address.SUI, "package", "UpgradeReceipt");

    private final State state;
    private final ObjectRuntime runtime;
    private final Metering metering;
    private final List<MovePackage> published = new ArrayList<>();

    PackagePublisher(State state, ObjectRuntime runtime, Metering metering) {
        this.state = state;
        this.runtime = runtime;
        this.metering = metering;
    }

    /// Packages that this transaction published.
    List<MovePackage> published() {
        return published;
    }

    /// A package that was published.
    ///
    /// @param vm      the machine with it
    /// @param images  its modules in the order of the command
    /// @param pkg     the package
    record Published(MoveVm vm, List<ModuleImage> images, MovePackage pkg) {}

    /// A result of the command.
    record Result(MoveType type, MoveValue value) {}

    /// Publishes a new package. Its `init` functions have not run yet.
    Published publish(MoveVm vm, Command.Publish command) {
        List<ModuleImage> images = parse(command.modules());
        Address id = runtime.freshId();
        NavigableMap<Address, Link> linkage = linkage(images, command.dependencies(), vm);
        List<TypeOrigin> origins = new ArrayList<>();
        for (ModuleImage image : images) {
            image.datatypes().forEach(name -> origins.add(new TypeOrigin(image.name(), name, id)));
        }
        MovePackage pkg = new MovePackage(id, 1, modules(images, id), origins, linkage);
        return store(vm, images, pkg);
    }

    /// Runs the `init` functions of a new package and gives its `UpgradeCap`.
    Result init(Published published, MoveValue txContext) {
        Address id = published.pkg().id();
        for (ModuleImage image : published.images()) {
            Optional<MoveFunction> init = published.vm().function(id, image.name(), "init");
            if (init.isPresent()) {
                List<MoveValue> arguments = new ArrayList<>();
                if (init.get().parameters().size() == 2) {
                    arguments.add(MoveStruct.of(MoveValue.bool(true)));
                }
                arguments.add(txContext);
                runtime.enter(id, image.name());
                published.vm().execute(init.get(), List.of(), arguments, runtime, metering);
            }
        }
        MoveValue cap = MoveStruct.of(
                MoveObjects.uid(runtime.freshId()), MoveObjects.id(id), MoveValue.u64(1), MoveValue.u8(0));
        return new Result(published.vm().type(CAP), cap);
    }

    /// Publishes the next version of a package.
    Published upgrade(MoveVm vm, Command.Upgrade command, MoveValue ticket) {
        MoveStruct fields = ticket.asStruct();
        Address ticketPackage = fields.field(1).asStruct().field(0).asAddress();
        if (!ticketPackage.equals(command.packageId())) {
            throw refused(new PackageUpgradeError.PackageIdDoesNotMatch(command.packageId(), ticketPackage));
        }
        Digest digest = MovePackage.digestOf(command.modules(), command.dependencies());
        if (!digest.bytes().equals(Bytes.copyOf(fields.field(3).asBytes()))) {
            throw refused(new PackageUpgradeError.DigestDoesNotMatch(digest.bytes()));
        }
        int code = (int) fields.field(2).asLong();
        UpgradePolicy policy = UpgradePolicy.ofCode(code)
                .orElseThrow(() -> refused(new PackageUpgradeError.UnknownUpgradePolicy(code)));
        MovePackage old = packageOf(command.packageId());
        Address original = vm.originalId(old.id());
        List<ModuleImage> images = parse(command.modules());
        Address id = runtime.freshId();
        NavigableMap<Address, Link> linkage = linkage(images, command.dependencies(), vm);
        MovePackage pkg =
                new MovePackage(id, old.version() + 1, modules(images, original), origins(images, old, id), linkage);
        Published result = store(vm, images, pkg);
        if (!policy.allows(result.vm(), old, pkg)) {
            throw refused(new PackageUpgradeError.IncompatibleUpgrade());
        }
        return result;
    }

    /// The `UpgradeReceipt` of an upgrade.
    Result receipt(Published published, MoveValue ticket) {
        MoveValue receipt = MoveStruct.of(
                ticket.asStruct().field(0).copy(),
                MoveObjects.id(published.pkg().id()));
        return new Result(published.vm().type(RECEIPT), receipt);
    }

    private List<ModuleImage> parse(List<Bytes> modules) {
        List<ModuleImage> images = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Bytes module : modules) {
            metering.use(module.size());
            ModuleImage image;
            try {
                image = ModuleImage.parse(module);
            } catch (DataException.Corrupt _) {
                throw malformed();
            }
            if (!image.hasValidName() || !names.add(image.name())) {
                throw malformed();
            }
            if (!image.address().equals(Address.ZERO)) {
                throw new ExecutionFailure(ExecutionError.Plain.PUBLISH_ERROR_NON_ZERO_ADDRESS);
            }
            images.add(image);
        }
        if (images.isEmpty()) {
            throw malformed();
        }
        return images;
    }

    private static NavigableMap<String, Bytes> modules(List<ModuleImage> images, Address address) {
        TreeMap<String, Bytes> modules = new TreeMap<>();
        images.forEach(image -> modules.put(image.name(), image.at(address)));
        return modules;
    }

    /// Types keep the version that first defined them.
    private static List<TypeOrigin> origins(List<ModuleImage> images, MovePackage old, Address id) {
        List<TypeOrigin> origins = new ArrayList<>();
        for (ModuleImage image : images) {
            for (String name : image.datatypes()) {
                Address first = old.typeOrigins().stream()
                        .filter(origin -> origin.module().equals(image.name())
                                && origin.datatype().equals(name))
                        .map(TypeOrigin::packageId)
                        .findFirst()
                        .orElse(id);
                origins.add(new TypeOrigin(image.name(), name, first));
            }
        }
        return origins;
    }

    /// The versions of all dependencies: each that a module or a dependency names must be there, none older than a
    /// dependency was linked with.
    private NavigableMap<Address, Link> linkage(List<ModuleImage> images, List<Address> dependencies, MoveVm vm) {
        TreeMap<Address, Link> linkage = new TreeMap<>();
        List<MovePackage> packages = new ArrayList<>();
        for (Address id : dependencies) {
            MovePackage dependency = packageOf(id);
            packages.add(dependency);
            Link before = linkage.put(vm.originalId(id), new Link(id, dependency.version()));
            if (before != null && !before.upgradedId().equals(id)) {
                throw new ExecutionFailure(ExecutionError.Plain.INVALID_LINKAGE);
            }
        }
        for (MovePackage dependency : packages) {
            dependency.linkage().forEach((original, needed) -> {
                Link ours = linkage.get(original);
                if (ours == null) {
                    throw new ExecutionFailure(ExecutionError.Plain.PUBLISH_UPGRADE_MISSING_DEPENDENCY);
                }
                if (ours.upgradedVersion() < needed.upgradedVersion()) {
                    throw new ExecutionFailure(ExecutionError.Plain.PUBLISH_UPGRADE_DEPENDENCY_DOWNGRADE);
                }
            });
        }
        for (ModuleImage image : images) {
            if (!linkage.keySet().containsAll(image.dependencies())) {
                throw new ExecutionFailure(ExecutionError.Plain.PUBLISH_UPGRADE_MISSING_DEPENDENCY);
            }
        }
        return linkage;
    }

    private Published store(MoveVm vm, List<ModuleImage> images, MovePackage pkg) {
        try {
            MoveVm with = vm.with(pkg);
            with.verify(pkg.id());
            published.add(pkg);
            return new Published(with, images, pkg);
        } catch (MoveVerificationException e) {
            throw new ExecutionFailure(
                    switch (e.kind()) {
                        case MALFORMED, MOVE -> ExecutionError.Plain.VM_VERIFICATION_OR_DESERIALIZATION_ERROR;
                        case SUI -> ExecutionError.Plain.SUI_MOVE_VERIFICATION_ERROR;
                    });
        } catch (DataException.Corrupt _) {
            throw malformed();
        }
    }

    private MovePackage packageOf(Address id) {
        LiveObject object = state.get(id);
        if (object == null) {
            throw refused(new PackageUpgradeError.UnableToFetchPackage(id));
        }
        if (object.object().data() instanceof MovePackage pkg) {
            return pkg;
        }
        throw refused(new PackageUpgradeError.NotAPackage(id));
    }

    private static ExecutionFailure malformed() {
        return new ExecutionFailure(ExecutionError.Plain.VM_VERIFICATION_OR_DESERIALIZATION_ERROR);
    }

    private static ExecutionFailure refused(PackageUpgradeError error) {
        return new ExecutionFailure(new ExecutionError.PackageUpgrade(error));
    }
}
