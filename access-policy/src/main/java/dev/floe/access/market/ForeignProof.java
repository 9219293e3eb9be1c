package dev.floe.access.market;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Proofs that the holder of an Ethereum or Solana key speaks for a Sui address. The holder signs [#text] with an
/// ordinary wallet (`personal_sign`, or Solana's `signMessage`), the Move module `proof` checks it.
public final class ForeignProof {

    private static final int ETHEREUM = 1;
    private static final int SOLANA = 2;
    private static final int ETHEREUM_SIGNATURE = 65;
    private static final int SOLANA_SIGNATURE = 64;

    private ForeignProof() {}

    /// What the holder signs.
    ///
    /// @param policy the policy whose keys are wanted
    /// @param user   the Sui address that asks the key servers: that of the session
    /// @param until  when the proof ends; at most 30 days ahead
    public static String text(Address policy, Address user, Instant until) {
        return "Floe access\npolicy: " + policy + "\nuser: " + user + "\nuntil: " + until.toEpochMilli();
    }

    /// The proof of an Ethereum address.
    ///
    /// @param signature r, s and v of EIP-191: 65 bytes, v 0, 1, 27 or 28
    public static Bytes ethereum(Instant until, Bytes signature) {
        require("Ethereum signature", signature, ETHEREUM_SIGNATURE);
        return new BcsWriter()
                .u8(ETHEREUM)
                .u64(until.toEpochMilli())
                .fixed(signature)
                .toBytes();
    }

    /// The proof of a Solana key.
    ///
    /// @param key       32 bytes
    /// @param signature Ed25519 over the text: 64 bytes
    public static Bytes solana(Instant until, Bytes key, Bytes signature) {
        require("Solana key", key, Member.SOLANA_BYTES);
        require("Solana signature", signature, SOLANA_SIGNATURE);
        return new BcsWriter()
                .u8(SOLANA)
                .u64(until.toEpochMilli())
                .fixed(key)
                .fixed(signature)
                .toBytes();
    }

    /// The bytes that an Ethereum wallet hashes with Keccak-256 for a text.
    public static Bytes ethereumMessage(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] prefix = ("\u0019Ethereum Signed Message:\n" + body.length).getBytes(StandardCharsets.UTF_8);
        return new BcsWriter().fixed(prefix).fixed(body).toBytes();
    }

    private static void require(String what, Bytes bytes, int size) {
        if (bytes.size() != size) {
            throw new IllegalArgumentException(what + ": expected " + size + " bytes, got " + bytes.size());
        }
    }
}
