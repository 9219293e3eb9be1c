package dev.floe.ledger.net.internal.mapping;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Value;
import dev.floe.ledger.Address;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.SuiObject;
import dev.floe.sui.rpc.MovePackageProto;
import dev.floe.sui.rpc.ObjectProto;
import java.util.Optional;
import java.util.function.Function;

/// Objects and owners as messages.
public final class ObjectMapping {

    private ObjectMapping() {}

    /// The mask of a request; id, version and digest when it names no fields.
    public static ReadMask mask(FieldMask mask, boolean isSet) {
        return ReadMask.of(mask, isSet, ObjectProto.Object.getDescriptor(), "object_id", "version", "digest");
    }

    /// An object, as far as `mask` wants it.
    ///
    /// @param json renders a Move value; asked only when wanted
    public static ObjectProto.Object object(
            SuiObject object, ReadMask mask, Function<MoveObject, Optional<Value>> json) {
        ObjectProto.Object.Builder out = ObjectProto.Object.newBuilder()
                .setObjectId(object.id().toString())
                .setVersion(object.version())
                .setOwner(owner(object.owner()))
                .setPreviousTransaction(object.previousTransaction().toString())
                .setStorageRebate(object.storageRebate());
        if (mask.wants("digest")) {
            out.setDigest(object.digest().toString());
        }
        if (mask.wants("bcs")) {
            out.setBcs(Bcs.named("Object", object.toBcs()));
        }
        switch (object.data()) {
            case MoveObject move -> {
                String type = move.type().toCompactString();
                out.setObjectType(type).setHasPublicTransfer(move.hasPublicTransfer());
                if (mask.wants("contents")) {
                    out.setContents(Bcs.named(type, move.contents()));
                }
                if (mask.wants("json")) {
                    json.apply(move).ifPresent(out::setJson);
                }
                move.coinBalance().ifPresent(out::setBalance);
            }
            case MovePackage pkg -> {
                out.setObjectType("package");
                if (mask.wants("package")) {
                    out.setPackage(packageWithoutDescriptors(pkg));
                }
            }
        }
        return mask.trim(out.build());
    }

    /// A package with its bytecode, and without what only a parser of the bytecode knows.
    public static MovePackageProto.Package packageWithoutDescriptors(MovePackage pkg) {
        MovePackageProto.Package.Builder out = MovePackageProto.Package.newBuilder()
                .setStorageId(pkg.id().toString())
                .setVersion(pkg.version());
        pkg.modules()
                .forEach((name, code) -> out.addModules(MovePackageProto.Module.newBuilder()
                        .setName(name)
                        .setContents(ByteString.copyFrom(code.toByteArray()))));
        for (MovePackage.TypeOrigin origin : pkg.typeOrigins()) {
            out.addTypeOrigins(MovePackageProto.TypeOrigin.newBuilder()
                    .setModuleName(origin.module())
                    .setDatatypeName(origin.datatype())
                    .setPackageId(origin.packageId().toString()));
        }
        pkg.linkage()
                .forEach((original, link) -> out.addLinkage(MovePackageProto.Linkage.newBuilder()
                        .setOriginalId(original.toString())
                        .setUpgradedId(link.upgradedId().toString())
                        .setUpgradedVersion(link.upgradedVersion())));
        return out.build();
    }

    /// An owner.
    public static ObjectProto.Owner owner(Owner owner) {
        ObjectProto.Owner.Builder out = ObjectProto.Owner.newBuilder();
        return switch (owner) {
            case Owner.AddressOwner address ->
                out.setKind(ObjectProto.Owner.OwnerKind.ADDRESS)
                        .setAddress(address.address().toString())
                        .build();
            case Owner.ObjectOwner object ->
                out.setKind(ObjectProto.Owner.OwnerKind.OBJECT)
                        .setAddress(object.parent().toString())
                        .build();
            case Owner.Shared shared ->
                out.setKind(ObjectProto.Owner.OwnerKind.SHARED)
                        .setVersion(shared.initialSharedVersion())
                        .build();
            case Owner.Immutable immutable ->
                out.setKind(ObjectProto.Owner.OwnerKind.IMMUTABLE).build();
            case Owner.ConsensusAddress consensus ->
                out.setKind(ObjectProto.Owner.OwnerKind.CONSENSUS_ADDRESS)
                        .setAddress(consensus.owner().toString())
                        .setVersion(consensus.startVersion())
                        .build();
        };
    }

    /// A reference to one version of an object.
    public static ObjectProto.ObjectReference reference(ObjectRef ref) {
        return reference(ref.id(), ref.version(), ref.digest().toString());
    }

    static ObjectProto.ObjectReference reference(Address id, long version, String digest) {
        return ObjectProto.ObjectReference.newBuilder()
                .setObjectId(id.toString())
                .setVersion(version)
                .setDigest(digest)
                .build();
    }
}
