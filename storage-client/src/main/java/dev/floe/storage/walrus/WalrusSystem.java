package dev.floe.storage.walrus;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.ledger.Address;
import dev.floe.ledger.Coin;
import dev.floe.ledger.DynamicField;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.Page;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The on-chain side of a Walrus network: its objects, read through a [Ledger], as `walrus-contracts.md` lays them
/// out. [#calls] changes them. Reads the ledger on every call; safe for concurrent use.
///
/// Objects longer than their layout here are accepted, as later versions of the contracts append fields.
public final class WalrusSystem {

    private static final Bytes ATTRIBUTES_KEY = Bytes.copyOf("metadata".getBytes(StandardCharsets.UTF_8));
    private static final int MAX_ATTRIBUTES = 1024;
    private static final int MAX_ATTRIBUTE_BYTES = 64 << 10;
    private static final int MAX_OWNED = 100_000;
    /// How often two objects are read again that an epoch change tore apart.
    private static final int ATTEMPTS = 5;

    private final Ledger ledger;
    private final WalrusIds ids;
    private final MinPk scheme;
    private final StructTag blobType;
    private final StructTag storageType;
    private final TypeTag walType;

    private WalrusSystem(
            Ledger ledger, WalrusIds ids, MinPk scheme, StructTag blobType, StructTag storageType, TypeTag walType) {
        this.ledger = ledger;
        this.ids = ids;
        this.scheme = scheme;
        this.blobType = blobType;
        this.storageType = storageType;
        this.walType = walType;
    }

    /// The network that `ids` name on `ledger`, which stays the caller's.
    ///
    /// @throws DataException.NotFound if there is no such network on this ledger
    public static WalrusSystem of(Ledger ledger, WalrusIds ids) {
        StructTag type = ledger.object(ids.system()).move().type();
        if (!type.module().equals("system") || !type.name().equals("System")) {
            throw new DataException.NotFound("object " + ids.system() + " is a " + type + ", expected a Walrus System");
        }
        Address original = type.address();
        FunctionInfo stake = ledger.function(original, "staking", "stake_with_pool");
        if (stake.parameters().size() < 2
                || !(stake.parameters().get(1).type() instanceof OpenType.Datatype coin)
                || coin.typeArguments().size() != 1) {
            throw new DataException.Corrupt(
                    "package " + original + ": staking::stake_with_pool takes no coin second; no Walrus package?");
        }
        return new WalrusSystem(
                ledger,
                ids,
                MinPk.walrus(),
                StructTag.of(original, "blob", "Blob"),
                StructTag.of(original, "storage_resource", "Storage"),
                coin.typeArguments().getFirst().substitute(List.of()));
    }

    /// The ledger.
    public Ledger ledger() {
        return ledger;
    }

    /// The objects that name the network.
    public WalrusIds ids() {
        return ids;
    }

    /// Verifies what nodes sign.
    public MinPk scheme() {
        return scheme;
    }

    /// The token, `…::wal::WAL`.
    public TypeTag walType() {
        return walType;
    }

    /// The type of blob objects.
    public StructTag blobType() {
        return blobType;
    }

    /// The type of storage resources.
    public StructTag storageType() {
        return storageType;
    }

    /// Prices, capacity, epoch and signers.
    public SystemState state() {
        Versioned object = versioned(ids.system());
        return SystemState.read(object.packageId(), inner("Walrus System", ids.system(), object.version()));
    }

    /// Committees and the phase of the epoch.
    public StakingState staking() {
        Versioned object = versioned(ids.staking());
        return StakingState.read(object.packageId(), inner("Walrus Staking", ids.staking(), object.version()));
    }

    /// The functions that change the network's objects, of the package version in force.
    public WalrusCalls calls() {
        return new WalrusCalls(versioned(ids.system()).packageId(), ids.system());
    }

    /// The committees of this epoch and the one before, with endpoints and keys.
    ///
    /// @throws DataException.Unavailable if there is no committee yet, or the objects kept changing
    public Committees committees() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SystemState system = state();
            StakingState staking = staking();
            if (system.epoch() == staking.epoch()) {
                try {
                    return committees(system, staking);
                } catch (IllegalArgumentException e) {
                    throw new DataException.Corrupt("committee on the ledger: " + e.getMessage(), e);
                }
            }
        }
        throw new DataException.Unavailable("the epoch changed while its committee was read; try again");
    }

    private Committees committees(SystemState system, StakingState staking) {
        if (staking.committee().isEmpty()) {
            throw new DataException.Unavailable(
                    "storage epoch " + staking.epoch() + " has no committee yet; wait until the first epoch change");
        }
        StorageShards shards = new StorageShards(staking.shardCount());
        Map<Address, NodePool> pools = pools(staking);
        Map<Address, Bytes> keys = new TreeMap<>();
        system.signers().forEach(signer -> keys.put(signer.nodeId(), signer.uncompressedKey()));
        NodeCommittee current =
                new NodeCommittee(staking.epoch(), shards, members(staking.committee(), pools, node -> keys.get(node)));
        Optional<NodeCommittee> previous = staking.previousCommittee().isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeCommittee(
                        staking.epoch() - 1, shards, members(staking.previousCommittee(), pools, _ -> null)));
        return new Committees(current, previous, staking.phase());
    }

    private List<StorageNodeInfo> members(
            List<StakingState.Holder> holders,
            Map<Address, NodePool> pools,
            Function<Address, @Nullable Bytes> signingKey) {
        List<StorageNodeInfo> members = new ArrayList<>();
        for (StakingState.Holder holder : holders) {
            NodePool pool = pools.get(holder.nodeId());
            if (pool == null) {
                throw new DataException.Corrupt("storage node " + holder.nodeId() + ": its pool is not on the ledger");
            }
            // Pools rotate keys; what certificates of this epoch are checked against is the system's copy.
            Bytes key = signingKey.apply(holder.nodeId());
            members.add(new StorageNodeInfo(
                    holder.nodeId(),
                    pool.name(),
                    pool.networkAddress(),
                    pool.networkPublicKey(),
                    UncompressedKeys.parse(scheme, key == null ? pool.uncompressedKey() : key),
                    holder.shards()));
        }
        return members;
    }

    private Map<Address, NodePool> pools(StakingState staking) {
        Set<Address> nodes = new LinkedHashSet<>();
        staking.committee().forEach(holder -> nodes.add(holder.nodeId()));
        staking.previousCommittee().forEach(holder -> nodes.add(holder.nodeId()));
        return pools(nodes);
    }

    /// The pools of `nodes` that exist.
    public Map<Address, NodePool> pools(Collection<Address> nodes) {
        Map<Address, NodePool> pools = new TreeMap<>();
        ledger.objects(nodes).forEach((id, object) -> pools.put(id, NodePool.read(reader("storage node", object))));
        return pools;
    }

    /// A blob object.
    ///
    /// @throws DataException.NotFound if there is none with this id, as after deletion
    public BlobObject blob(Address id) {
        return readBlob(ledger.object(id));
    }

    /// The blob objects that `owner` owns.
    public List<BlobObject> blobsOf(Address owner) {
        return Page.all(MAX_OWNED, page -> ledger.ownedObjects(owner, blobType, page)).stream()
                .map(this::readBlob)
                .toList();
    }

    /// The blob objects of `owner` for one blob.
    public List<BlobObject> blobsOf(Address owner, BlobId blob) {
        return blobsOf(owner).stream()
                .filter(object -> object.blobId().equals(blob))
                .toList();
    }

    /// The storage that `owner` owns outside of blob objects.
    public List<StorageResource> storageOf(Address owner) {
        return Page.all(MAX_OWNED, page -> ledger.ownedObjects(owner, storageType, page)).stream()
                .map(object -> StorageResource.read(reader("storage resource", object)))
                .toList();
    }

    /// What is said about a blob object on the ledger; empty if nothing is.
    public SortedMap<String, String> attributes(Address blobObject) {
        byte[] key = new BcsWriter().bytes(ATTRIBUTES_KEY).toByteArray();
        Address field = ObjectIds.dynamicField(blobObject, TypeTag.vector(TypeTag.Primitive.U8), key);
        SuiObject object = ledger.objects(List.of(field)).get(field);
        SortedMap<String, String> attributes = new TreeMap<>();
        if (object != null) {
            BcsReader in =
                    BcsReader.of("attributes of blob object " + blobObject, DynamicField.valueOf(object, key.length));
            int count = in.count(MAX_ATTRIBUTES, 2);
            for (int i = 0; i < count; i++) {
                attributes.put(in.string(MAX_ATTRIBUTE_BYTES), in.string(MAX_ATTRIBUTE_BYTES));
            }
        }
        return attributes;
    }

    /// Coins of WAL of `owner`, the largest first, that together hold `frost`.
    ///
    /// @throws IllegalStateException if all together hold less
    public List<Coin> walFor(Address owner, long frost) {
        List<Coin> coins = Page.all(MAX_OWNED, page -> ledger.coins(owner, walType, page)).stream()
                .sorted(Comparator.comparingLong(Coin::balance).reversed())
                .toList();
        List<Coin> chosen = new ArrayList<>();
        long sum = 0;
        for (Coin coin : coins) {
            if (!chosen.isEmpty() && sum >= frost) {
                break;
            }
            chosen.add(coin);
            sum += coin.balance();
        }
        if (chosen.isEmpty() || sum < frost) {
            throw new IllegalStateException("WAL: " + owner + " needs " + frost + " FROST, has " + sum
                    + "; get some, on a local network with `floe faucet --wal`");
        }
        return chosen;
    }

    private BlobObject readBlob(SuiObject object) {
        if (!object.move().type().equals(blobType)) {
            throw new DataException.NotFound("object " + object.id() + " is a "
                    + object.move().type() + ", expected a blob object of this network");
        }
        return BlobObject.read(reader("blob object", object));
    }

    private record Versioned(long version, Address packageId) {}

    private Versioned versioned(Address id) {
        BcsReader in = reader("Walrus object", ledger.object(id));
        Address.read(in);
        return new Versioned(in.u64(), Address.read(in));
    }

    private BcsReader inner(String what, Address parent, long version) {
        byte[] key = new BcsWriter().u64(version).toByteArray();
        SuiObject field = ledger.object(ObjectIds.dynamicField(parent, TypeTag.Primitive.U64, key));
        return BcsReader.of(what, DynamicField.valueOf(field, key.length));
    }

    private static BcsReader reader(String what, SuiObject object) {
        MoveObject move = object.move();
        return BcsReader.of(what + " " + object.id(), move.contents());
    }
}
