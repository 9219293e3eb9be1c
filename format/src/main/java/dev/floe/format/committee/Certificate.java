package dev.floe.format.committee;

import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.bls.MinPk;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One message and the sum of several nodes' signatures of it. Proves nothing until [StorageCommittee#verify].
///
/// BCS in the Rust code, which [#toBcs] gives: vector of u16 ‖ vector of message bytes ‖ 96 bytes. The TypeScript
/// SDK puts
/// the length byte 96 before the signature: [#toTypeScriptBcs].
///
/// @param signers indices of committee members, each once
/// @param message the bytes all of them signed
/// @param signature 96 bytes
public record Certificate(List<Integer> signers, Bytes message, Bytes signature) implements Bcs {

    /// More signers are refused; a network has at most one node per storage shard.
    public static final int MAX_SIGNERS = 3000;

    public Certificate {
        signers = List.copyOf(signers);
        String problem = problem(signers, message, signature);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("certificate: " + problem);
        }
    }

    /// Adds up confirmations of the same message.
    ///
    /// @param signatures by member index; each must have been checked before
    /// @throws IllegalArgumentException if there are none
    public static Certificate aggregate(MinPk scheme, Bytes message, Map<Integer, MinPk.Signature> signatures) {
        SortedMap<Integer, MinPk.Signature> ordered = new TreeMap<>(signatures);
        MinPk.Signature sum = scheme.aggregate(List.copyOf(ordered.values()));
        return new Certificate(List.copyOf(ordered.keySet()), message, sum.toBytes());
    }

    /// The signers as contracts take them.
    public Bytes signerBitmap(int members) {
        return SignerBitmap.encode(signers, members);
    }

    /// Reads the Rust form.
    public static Certificate read(BcsReader in) {
        return read(in, false);
    }

    /// Reads the form of the TypeScript SDK.
    public static Certificate readTypeScript(BcsReader in) {
        return read(in, true);
    }

    @Override
    public void write(BcsWriter out) {
        writeSigned(out);
        out.fixed(signature);
    }

    /// The form of the TypeScript SDK.
    public Bytes toTypeScriptBcs() {
        BcsWriter out = new BcsWriter();
        writeSigned(out);
        return out.bytes(signature).toBytes();
    }

    private void writeSigned(BcsWriter out) {
        out.vector(signers, BcsWriter::u16).bytes(message);
    }

    private static Certificate read(BcsReader in, boolean withLength) {
        List<Integer> signers = in.vector(MAX_SIGNERS, BcsReader::u16);
        Bytes message = in.byteString(SignedMessage.MAX_MESSAGE_BYTES);
        Bytes signature =
                withLength ? in.byteString(MinPk.Signature.SIZE_BYTES) : in.fixedBytes(MinPk.Signature.SIZE_BYTES);
        String problem = problem(signers, message, signature);
        if (!problem.isEmpty()) {
            throw in.corrupt(problem);
        }
        return new Certificate(signers, message, signature);
    }

    private static String problem(List<Integer> signers, Bytes message, Bytes signature) {
        if (signers.size() > MAX_SIGNERS || signers.stream().anyMatch(signer -> signer < 0 || signer > 0xFFFF)) {
            return "more than " + MAX_SIGNERS + " signers, or an index that is no u16";
        }
        if (new HashSet<>(signers).size() != signers.size()) {
            return "a signer occurs twice";
        }
        if (message.size() > SignedMessage.MAX_MESSAGE_BYTES) {
            return "message of " + message.size() + " bytes; at most " + SignedMessage.MAX_MESSAGE_BYTES;
        }
        return signature.size() == MinPk.Signature.SIZE_BYTES
                ? ""
                : "signature: expected 96 bytes, got " + signature.size();
    }
}
