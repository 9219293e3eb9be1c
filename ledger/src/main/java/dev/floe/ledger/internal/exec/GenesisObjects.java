package dev.floe.ledger.internal.exec;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.Digests;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.MovePackage.Link;
import dev.floe.ledger.MovePackage.TypeOrigin;
import dev.floe.ledger.ObjectData;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SystemTransaction;
import dev.floe.ledger.SystemTransaction.GenesisObject;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.MoveVm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The objects of a new ledger: framework, clock, system state, and the supply of SUI, all in the hands of the
/// faucet.
public final class GenesisObjects {

    /// All SUI there is, in MIST: 5·10⁹ SUI. (Sui has 10¹⁰; half of it lets sums fit into a signed number.)
    public static final long SUPPLY = 5_000_000_000_000_000_000L;

    private static final int FAUCET_COINS = 4;
    private static final StructTag CLOCK = StructTag.of(Address.SUI, "clock", "Clock");
    private static final StructTag SYSTEM_STATE = StructTag.of(Address.SUI_SYSTEM, "sui_system", "SuiSystemState");
    private static final StructTag SUI_METADATA = StructTag.of(Address.SUI, "coin", "CoinMetadata", StructTag.SUI);

    private GenesisObjects() {}

    /// The genesis transaction.
    ///
    /// @param faucet      who gets the SUI
    /// @param clockMillis what the clock shows first
    public static SystemTransaction.Genesis transaction(Address faucet, long clockMillis) {
        List<GenesisObject> objects = new ArrayList<>();
        objects.add(new GenesisObject(framework("std", Address.STD, List.of()), new Owner.Immutable()));
        objects.add(new GenesisObject(framework("sui", Address.SUI, List.of(Address.STD)), new Owner.Immutable()));
        objects.add(new GenesisObject(
                new MoveObject(CLOCK, false, 1, Bytes.copyOf(SystemExecutor.clockContents(clockMillis))),
                new Owner.Shared(1)));
        objects.add(new GenesisObject(systemState(), new Owner.Shared(1)));
        objects.add(new GenesisObject(suiMetadata(), new Owner.Immutable()));
        for (int i = 0; i < FAUCET_COINS; i++) {
            ObjectData coin = MoveObject.coin(id("faucet coin " + i), StructTag.SUI, 1, SUPPLY / FAUCET_COINS);
            objects.add(new GenesisObject(coin, new Owner.AddressOwner(faucet)));
        }
        objects.sort(Comparator.comparing(object -> object.data().id()));
        return new SystemTransaction.Genesis(objects);
    }

    private static MovePackage framework(String name, Address id, List<Address> dependencies) {
        CompiledPackage compiled = CompiledPackage.resource(MoveVm.class, name);
        TreeMap<String, Bytes> modules = new TreeMap<>();
        List<TypeOrigin> origins = new ArrayList<>();
        for (Bytes module : compiled.modules()) {
            ModuleImage image = ModuleImage.parse(module);
            modules.put(image.name(), module);
            image.datatypes().forEach(type -> origins.add(new TypeOrigin(image.name(), type, id)));
        }
        TreeMap<Address, Link> linkage = new TreeMap<>();
        dependencies.forEach(dependency -> linkage.put(dependency, new Link(dependency, 1)));
        return new MovePackage(id, 1, modules, origins, linkage);
    }

    private static MoveObject systemState() {
        BcsWriter contents = new BcsWriter();
        Address.SYSTEM_STATE.write(contents);
        return new MoveObject(SYSTEM_STATE, false, 1, contents.u64(1).toBytes());
    }

    private static MoveObject suiMetadata() {
        BcsWriter contents = new BcsWriter();
        id("coin metadata").write(contents);
        contents.u8(9).string("Sui").string("SUI").string("").option(Optional.<TypeTag>empty(), (out, tag) -> {});
        return new MoveObject(SUI_METADATA, true, 1, contents.toBytes());
    }

    private static Address id(String what) {
        return new Address(Digests.blake2b256(("floe genesis: " + what).getBytes(StandardCharsets.UTF_8))
                .bytes());
    }
}
