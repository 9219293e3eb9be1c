package dev.floe.ledger.internal.move;

import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveHost;
import dev.floe.ledger.move.MoveHost.Recipient;
import dev.floe.ledger.move.MoveReference;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVector;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Natives of `0x2` that reach the objects and the transaction.
final class SuiNatives {

    // Fuel for work on the object store: about what a lookup costs in instructions.
    private static final int OBJECT_FUEL = 50;
    private static final int HASH_FUEL = 20;
    private static final int NOT_ENCODABLE = 3;

    private SuiNatives() {}

    static void register(Map<String, Native> natives) {
        registerContext(natives);
        registerObjects(natives);
        registerChildren(natives);
        natives.put(
                "0x2::address::to_u256",
                call -> MoveValue.u256(new BigInteger(1, call.address(0).toByteArray())));
        natives.put("0x2::address::from_u256", call -> address(call.value(0).asBigInteger()));
        natives.put("0x2::address::from_bytes", SuiNatives::addressOfBytes);
        natives.put("0x2::event::emit", call -> {
            call.metering().use(OBJECT_FUEL);
            call.metering().handle(call.value(0).sizeBytes());
            call.host().emit(call.type(0), call.value(0));
            return null;
        });
        natives.put("0x2::types::is_one_time_witness", call -> MoveValue.bool(isOneTimeWitness(call.type(0))));
        natives.put(
                "0x2::protocol_config::is_feature_enabled",
                call -> MoveValue.bool(
                        call.host().isFeatureEnabled(new String(call.bytes(0), StandardCharsets.UTF_8))));
    }

    private static void registerContext(Map<String, Native> natives) {
        natives.put("0x2::tx_context::fresh_id", call -> {
            call.metering().use(HASH_FUEL);
            Address id = call.host().freshId();
            call.host().recordNewUid(id);
            return MoveValue.address(id);
        });
        natives.put("0x2::tx_context::derive_id", call -> {
            byte[] digest = call.bytes(0);
            if (digest.length != Digest.SIZE_BYTES) {
                throw MoveException.abort(0);
            }
            call.metering().use(HASH_FUEL);
            return MoveValue.address(ObjectIds.fresh(new TransactionDigest(Digest.copyOf(digest)), call.integer(1)));
        });
        natives.put(
                "0x2::tx_context::native_sender",
                call -> MoveValue.address(call.host().sender()));
        natives.put(
                "0x2::tx_context::native_sponsor",
                call -> MoveVector.of(
                        MoveType.Primitive.ADDRESS,
                        call.host().sponsor().map(MoveValue::address).stream().toList()));
        number(natives, "native_epoch", MoveHost::epoch);
        number(natives, "native_epoch_timestamp_ms", MoveHost::epochTimestampMillis);
        number(natives, "native_rgp", MoveHost::referenceGasPrice);
        number(natives, "native_gas_price", MoveHost::gasPrice);
        number(natives, "native_gas_budget", MoveHost::gasBudget);
        number(natives, "native_ids_created", MoveHost::idsCreated);
    }

    private static void number(Map<String, Native> natives, String name, ToLongFunction<MoveHost> value) {
        natives.put("0x2::tx_context::" + name, call -> MoveValue.u64(value.applyAsLong(call.host())));
    }

    private static void registerObjects(Map<String, Native> natives) {
        natives.put("0x2::object::borrow_uid", call -> {
            MoveStruct object = call.value(0).asReference().get().asStruct();
            return MoveReference.slot(object.fieldsInPlace(), 0);
        });
        natives.put("0x2::object::delete_impl", call -> {
            call.host().recordDeletedUid(call.address(0));
            return null;
        });
        natives.put("0x2::object::record_new_uid", call -> {
            call.host().recordNewUid(call.address(0));
            return null;
        });
        natives.put("0x2::transfer::transfer_impl", call -> give(call, new Recipient.OfAddress(call.address(1))));
        natives.put("0x2::transfer::freeze_object_impl", call -> give(call, new Recipient.Frozen()));
        natives.put("0x2::transfer::share_object_impl", call -> give(call, new Recipient.Shared()));
        natives.put("0x2::transfer::party_transfer_impl", call -> {
            List<Address> members = new ArrayList<>();
            List<Long> permissions = new ArrayList<>();
            elements(call.value(2)).forEach(member -> members.add(member.asAddress()));
            elements(call.value(3)).forEach(bits -> permissions.add(bits.asLong()));
            return give(call, new Recipient.Party(call.integer(1), members, permissions));
        });
        natives.put("0x2::transfer::receive_impl", call -> {
            call.metering().use(OBJECT_FUEL);
            Address id = call.value(1).asStruct().field(0).asAddress();
            return call.host().receive(call.address(0), id, call.integer(2), call.object(0));
        });
    }

    private static @org.jspecify.annotations.Nullable MoveValue give(Native.Call call, Recipient recipient) {
        call.metering().use(OBJECT_FUEL);
        call.host().transfer(call.object(0), call.value(0), recipient);
        return null;
    }

    private static void registerChildren(Map<String, Native> natives) {
        natives.put("0x2::dynamic_field::hash_type_and_key", call -> {
            byte[] key = StdNatives.encode(call, call.value(1), NOT_ENCODABLE);
            call.metering().use(HASH_FUEL);
            return MoveValue.address(
                    ObjectIds.dynamicField(call.address(0), call.type(0).toTag(), key));
        });
        natives.put("0x2::dynamic_field::add_child_object", call -> {
            call.metering().use(OBJECT_FUEL);
            MoveStruct child = call.value(1).asStruct();
            call.host().addChild(call.address(0), idOf(child), call.object(0), child);
            return null;
        });
        natives.put("0x2::dynamic_field::borrow_child_object", call -> borrow(call, false));
        natives.put("0x2::dynamic_field::borrow_child_object_mut", call -> borrow(call, true));
        natives.put("0x2::dynamic_field::remove_child_object", call -> {
            call.metering().use(OBJECT_FUEL);
            return call.host().removeChild(call.address(0), call.address(1), call.object(0));
        });
        natives.put("0x2::dynamic_field::has_child_object", call -> {
            call.metering().use(OBJECT_FUEL);
            return MoveValue.bool(call.host().hasChild(call.address(0), call.address(1)));
        });
        natives.put("0x2::dynamic_field::has_child_object_with_ty", call -> {
            call.metering().use(OBJECT_FUEL);
            return MoveValue.bool(call.host().hasChildOfType(call.address(0), call.address(1), call.object(0)));
        });
    }

    private static MoveValue borrow(Native.Call call, boolean mutable) {
        call.metering().use(OBJECT_FUEL);
        MoveStruct uid = call.value(0).asReference().get().asStruct();
        return call.host().borrowChild(uidAddress(uid), call.address(1), call.object(0), mutable);
    }

    /// The id of an object: its first field is a `UID`.
    private static Address idOf(MoveStruct object) {
        return uidAddress(object.field(0).asStruct());
    }

    // UID { id: ID { bytes: address } }
    private static Address uidAddress(MoveStruct uid) {
        return uid.field(0).asStruct().field(0).asAddress();
    }

    private static List<MoveValue> elements(MoveValue value) {
        MoveVector vector = value.asVector();
        List<MoveValue> elements = new ArrayList<>(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            elements.add(vector.get(i));
        }
        return elements;
    }

    private static MoveValue address(BigInteger value) {
        byte[] content = new byte[Address.SIZE_BYTES];
        byte[] bigEndian = value.toByteArray();
        int length = Math.min(bigEndian.length, content.length);
        System.arraycopy(bigEndian, bigEndian.length - length, content, content.length - length, length);
        return MoveValue.address(Address.copyOf(content));
    }

    private static MoveValue addressOfBytes(Native.Call call) {
        byte[] content = call.bytes(0);
        if (content.length != Address.SIZE_BYTES) {
            throw MoveException.abort(0);
        }
        return MoveValue.address(Address.copyOf(content));
    }

    static boolean isOneTimeWitness(MoveType type) {
        if (!(type instanceof MoveType.Datatype datatype)) {
            return false;
        }
        MoveDatatype definition = datatype.definition();
        return definition.typeParameters().isEmpty()
                && !definition.isEnum()
                && definition.fieldTypes(0).equals(List.of(MoveType.Primitive.BOOL))
                && definition.key().name().equals(definition.key().module().toUpperCase(Locale.ROOT));
    }
}
