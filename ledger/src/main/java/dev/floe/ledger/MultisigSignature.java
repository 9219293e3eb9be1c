package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Signatures of some members of a multisig. Serialized: flag 3, then BCS of the signatures (enum tag and 64
/// bytes), a `u16` with a bit for each member that signed, and the [MultisigPublicKey].
///
/// @param signatures one for each bit that is set, in order of the members
/// @param bitmap     bit i stands for member i
/// @param publicKey  the members
public record MultisigSignature(List<Bytes> signatures, int bitmap, MultisigPublicKey publicKey)
        implements UserSignature {

    public MultisigSignature {
        signatures = List.copyOf(signatures);
        if (bitmap < 0 || bitmap >>> publicKey.members().size() != 0) {
            throw new IllegalArgumentException("multisig: bitmap " + Integer.toBinaryString(bitmap)
                    + " names more than " + publicKey.members().size() + " members");
        }
        if (signatures.isEmpty() || signatures.size() != Integer.bitCount(bitmap)) {
            throw new IllegalArgumentException(
                    "multisig: expected " + Integer.bitCount(bitmap) + " signatures, got " + signatures.size());
        }
        if (signatures.stream().anyMatch(signature -> signature.size() != SignatureScheme.SIGNATURE_BYTES)) {
            throw new IllegalArgumentException("multisig: expected signatures of 64 bytes");
        }
    }

    /// Puts signatures of members together, in any order.
    ///
    /// @throws IllegalArgumentException if one is not by a member, two are by the same one, or their weight is too
    /// small
    public static MultisigSignature combine(MultisigPublicKey publicKey, List<SimpleSignature> parts) {
        TreeMap<Integer, Bytes> byMember = new TreeMap<>();
        int weight = 0;
        for (SimpleSignature part : parts) {
            int member = indexOf(publicKey, part.publicKey());
            if (byMember.put(member, part.signature()) != null) {
                throw new IllegalArgumentException("multisig: member " + member + " signed twice");
            }
            weight += publicKey.members().get(member).weight();
        }
        if (weight < publicKey.threshold()) {
            throw new IllegalArgumentException(
                    "multisig: expected signatures of weight " + publicKey.threshold() + ", got " + weight);
        }
        int bitmap = byMember.keySet().stream().mapToInt(member -> 1 << member).sum();
        return new MultisigSignature(new ArrayList<>(byMember.values()), bitmap, publicKey);
    }

    static MultisigSignature parseMultisig(Bytes serialized) {
        BcsReader in = BcsReader.of("multisig", serialized.slice(1, serialized.size()));
        List<SchemeAndSignature> signatures = in.vector(MultisigPublicKey.MAX_MEMBERS, SchemeAndSignature::read);
        int bitmap = in.u16();
        MultisigPublicKey publicKey = MultisigPublicKey.read(in);
        in.end();
        MultisigSignature multisig;
        try {
            List<Bytes> bytes =
                    signatures.stream().map(SchemeAndSignature::signature).toList();
            multisig = new MultisigSignature(bytes, bitmap, publicKey);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(String.valueOf(e.getMessage()), e);
        }
        List<MultisigPublicKey.Member> signers = multisig.signers();
        for (int i = 0; i < signers.size(); i++) {
            if (signers.get(i).publicKey().scheme() != signatures.get(i).scheme()) {
                throw new DataException.Corrupt("multisig: signature " + i + " is of another kind than its key");
            }
        }
        return multisig;
    }

    static SignatureScheme readScheme(BcsReader in) {
        int tag = in.tag(5);
        if (tag > 2) {
            throw in.corrupt("multisig member of kind " + tag + " (zkLogin, passkey) is not supported");
        }
        return SignatureScheme.ofFlag(tag);
    }

    /// The members that signed, in order.
    public List<MultisigPublicKey.Member> signers() {
        List<MultisigPublicKey.Member> signers = new ArrayList<>();
        for (int i = 0; i < publicKey.members().size(); i++) {
            if ((bitmap >>> i & 1) == 1) {
                signers.add(publicKey.members().get(i));
            }
        }
        return List.copyOf(signers);
    }

    @Override
    public Bytes toBytes() {
        BcsWriter out = new BcsWriter().u8(MultisigPublicKey.FLAG).uleb(signatures.size());
        List<MultisigPublicKey.Member> signers = signers();
        for (int i = 0; i < signers.size(); i++) {
            out.uleb(signers.get(i).publicKey().scheme().flag()).fixed(signatures.get(i));
        }
        publicKey.write(out.u16(bitmap));
        return out.toBytes();
    }

    @Override
    public Address signer() {
        return publicKey.address();
    }

    /// Whether all signatures are right and their weight reaches the threshold.
    @Override
    public boolean verifies(Digest signingDigest) {
        List<MultisigPublicKey.Member> signers = signers();
        if (signers.stream().mapToInt(MultisigPublicKey.Member::weight).sum() < publicKey.threshold()) {
            return false;
        }
        for (int i = 0; i < signers.size(); i++) {
            if (!signers.get(i).publicKey().verifies(signingDigest, signatures.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(MultisigPublicKey publicKey, PublicKey member) {
        List<PublicKey> keys = publicKey.members().stream()
                .map(MultisigPublicKey.Member::publicKey)
                .toList();
        int index = keys.indexOf(member);
        if (index < 0) {
            throw new IllegalArgumentException("multisig: key " + member + " is not a member");
        }
        return index;
    }

    /// A signature with the kind that stands in front of it.
    private record SchemeAndSignature(SignatureScheme scheme, Bytes signature) {
        static SchemeAndSignature read(BcsReader in) {
            return new SchemeAndSignature(readScheme(in), Bytes.copyOf(in.fixed(SignatureScheme.SIGNATURE_BYTES)));
        }
    }
}
