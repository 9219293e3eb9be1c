package dev.floe.ledger.net.internal.mapping;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.floe.format.Bytes;
import dev.floe.sui.rpc.ObjectProto;
import java.time.Instant;

/// Small conversions used everywhere.
public final class Bcs {

    private Bcs() {}

    /// BCS with the name of what it holds.
    public static ObjectProto.Bcs named(String name, byte[] value) {
        return ObjectProto.Bcs.newBuilder()
                .setName(name)
                .setValue(ByteString.copyFrom(value))
                .build();
    }

    /// BCS with the name of what it holds.
    public static ObjectProto.Bcs named(String name, Bytes value) {
        return named(name, value.toByteArray());
    }

    /// Our bytes of theirs.
    public static Bytes bytes(ByteString value) {
        return Bytes.copyOf(value.toByteArray());
    }

    /// Their time of ours.
    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /// Our time of theirs.
    public static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
