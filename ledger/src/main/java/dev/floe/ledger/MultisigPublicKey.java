package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;

/// Several keys that sign together: the weights of those that signed must reach the threshold.
/// BCS: members (enum tag and key, weight `u8`), threshold `u16`.
///
/// @param members   1 to 10 different keys
/// @param threshold how much weight is needed, 1 to the sum of all weights
public record MultisigPublicKey(List<Member> members, int threshold) {

    /// The flag of multisig addresses and signatures.
    public static final int FLAG = 3;
    /// Most members.
    public static final int MAX_MEMBERS = 10;

    /// A member.
    ///
    /// @param publicKey the key
    /// @param weight    how much it counts, 1 to 255
    public record Member(PublicKey publicKey, int weight) {
        public Member {
            if (weight < 1 || weight > 0xFF) {
                throw new IllegalArgumentException("multisig: expected a weight of 1 to 255, got " + weight);
            }
        }
    }

    public MultisigPublicKey {
        members = List.copyOf(members);
        if (members.isEmpty() || members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("multisig: expected 1 to 10 members, got " + members.size());
        }
        if (members.stream().map(Member::publicKey).collect(Collectors.toSet()).size() != members.size()) {
            throw new IllegalArgumentException("multisig: expected different keys, got one twice");
        }
        int sum = members.stream().mapToInt(Member::weight).sum();
        if (threshold < 1 || threshold > sum) {
            throw new IllegalArgumentException("multisig: expected a threshold of 1 to " + sum + ", got " + threshold);
        }
    }

    /// Reads members and threshold.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if they break a rule above
    public static MultisigPublicKey read(BcsReader in) {
        try {
            return new MultisigPublicKey(in.vector(MAX_MEMBERS, MultisigPublicKey::readMember), in.u16());
        } catch (IllegalArgumentException e) {
            throw in.corrupt(String.valueOf(e.getMessage()));
        }
    }

    /// Writes members and threshold.
    public void write(BcsWriter out) {
        out.vector(
                        members,
                        (to, member) -> to.uleb(member.publicKey().scheme().flag())
                                .fixed(member.publicKey().bytes())
                                .u8(member.weight()))
                .u16(threshold);
    }

    /// The BCS bytes.
    public Bytes toBcs() {
        BcsWriter out = new BcsWriter();
        write(out);
        return out.toBytes();
    }

    /// The address: BLAKE2b-256 of flag 3, threshold and each member's flag, key and weight.
    public Address address() {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.write(FLAG);
        parts.write(threshold & 0xFF);
        parts.write(threshold >>> 8);
        for (Member member : members) {
            parts.writeBytes(member.publicKey().toFlagged().toByteArray());
            parts.write(member.weight());
        }
        return new Address(Digests.blake2b256(parts.toByteArray()).bytes());
    }

    private static Member readMember(BcsReader in) {
        SignatureScheme scheme = MultisigSignature.readScheme(in);
        return new Member(new PublicKey(scheme, Bytes.copyOf(in.fixed(scheme.publicKeyBytes()))), in.u8());
    }
}
