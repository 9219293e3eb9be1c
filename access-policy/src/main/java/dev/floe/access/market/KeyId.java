package dev.floe.access.market;

import dev.floe.access.Identity;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;

/// What a key is for, as the Move module `identity` lays it out: 72 bytes, none of them free.
///
/// | offset | bytes | field    | rule                                              |
/// |-------:|------:|----------|---------------------------------------------------|
/// |      0 |    32 | policy   | id of the policy object                           |
/// |     32 |    32 | artifact | any 32 bytes that the owner chose                 |
/// |     64 |     8 | period   | little-endian, unsigned; how often keys were rotated |
///
/// @param policy   the policy that guards the key
/// @param artifact what is encrypted
/// @param period   the key period
public record KeyId(Address policy, Address artifact, long period) {

    /// Length of the encoding.
    public static final int SIZE_BYTES = 2 * Address.SIZE_BYTES + Long.BYTES;

    /// Parses the inner id of an encrypted object.
    ///
    /// @throws IllegalArgumentException if `innerId` has another length, so that it is not one of this package's
    public static KeyId parse(Bytes innerId) {
        if (innerId.size() != SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "key id: expected " + SIZE_BYTES + " bytes (policy, artifact, period), got " + innerId.size());
        }
        BcsReader in = BcsReader.of("key id", innerId);
        return new KeyId(Address.read(in), Address.read(in), in.u64());
    }

    /// The inner id.
    public Bytes toBytes() {
        BcsWriter out = new BcsWriter();
        policy.write(out);
        artifact.write(out);
        return out.u64(period).toBytes();
    }

    /// The identity to encrypt for.
    ///
    /// @param firstPackage the first version of the package `floe`, which is the namespace of its keys
    public Identity identity(Address firstPackage) {
        return new Identity(firstPackage, toBytes());
    }
}
