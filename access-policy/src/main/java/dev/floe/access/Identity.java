package dev.floe.access;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;

/// Who may decrypt: a policy package and an id that the policy's `seal_approve` functions understand.
///
/// @param packageId first published version of the policy package
/// @param innerId what the policy sees, at most [#MAX_INNER_BYTES]; may be empty
public record Identity(Address packageId, Bytes innerId) {

    /// A bound of ours: an inner id is an object id and a nonce, not data.
    public static final int MAX_INNER_BYTES = 1024;

    public Identity {
        if (innerId.size() > MAX_INNER_BYTES) {
            throw new IllegalArgumentException(
                    "identity: inner id has " + innerId.size() + " bytes, at most " + MAX_INNER_BYTES + " are allowed");
        }
    }

    /// The 32 bytes of the package, then the inner id.
    public Bytes fullId() {
        byte[] full = new byte[Address.SIZE_BYTES + innerId.size()];
        packageId.bytes().copyTo(full, 0);
        innerId.copyTo(full, Address.SIZE_BYTES);
        return Bytes.copyOf(full);
    }

    /// `0x…` of the package, a colon, and the inner id in hex.
    @Override
    public String toString() {
        return packageId + ":" + innerId.toHex();
    }
}
