package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A signed point in the history of an embedded ledger. Each names the one before it, so that one digest stands for
/// all that happened until then.
///
/// The BCS is that of Sui's `CheckpointSummary`; `version_specific_data` holds the root of the tree of the
/// checkpoint's transactions (32 bytes) and how far the ledger's clock is ahead of the machine's (`u64`,
/// milliseconds). Unlike on Sui one key signs, with Ed25519 over BLAKE2b-256 of `FloeCheckpoint::` and the BCS.
///
/// @param epoch             the epoch, unsigned
/// @param sequence          its number, from 0
/// @param totalTransactions transactions from genesis up to and with this checkpoint
/// @param contents          digest of the list of its transactions (`CheckpointContents`)
/// @param previous          digest of the checkpoint before; empty for the first
/// @param epochGas          gas of the epoch so far
/// @param timestampMillis   when it was made
/// @param transactionsRoot  root of the tree that [InclusionProof] leads to
/// @param clockAheadMillis  how far the ledger's clock was moved ahead
/// @param signature         the ledger's signature, 64 bytes
public record Checkpoint(
        long epoch,
        long sequence,
        long totalTransactions,
        Digest contents,
        Optional<Digest> previous,
        GasCost epochGas,
        long timestampMillis,
        Digest transactionsRoot,
        long clockAheadMillis,
        Bytes signature) {

    /// Bytes of a signature.
    public static final int SIGNATURE_BYTES = 64;

    private static final int SPECIFIC_BYTES = Digest.SIZE_BYTES + Long.BYTES;

    /// The BCS of the summary, which is what is hashed and signed.
    public byte[] summaryBcs() {
        BcsWriter out = new BcsWriter().u64(epoch).u64(sequence).u64(totalTransactions);
        Digests.write(out, contents);
        out.option(previous, Digests::write);
        epochGas.write(out);
        return out.u64(timestampMillis)
                .uleb(0)
                .bool(false)
                .uleb(SPECIFIC_BYTES)
                .digest(transactionsRoot)
                .u64(clockAheadMillis)
                .toByteArray();
    }

    /// The digest that names the checkpoint; that of checkpoint 0 names the chain.
    public Digest digest() {
        return Digests.typed("CheckpointSummary", summaryBcs());
    }

    /// Summary and signature.
    public void write(BcsWriter out) {
        out.bytes(summaryBcs()).fixed(signature);
    }

    /// Reads summary and signature. The signature is not checked.
    public static Checkpoint read(BcsReader outer) {
        BcsReader in = BcsReader.of("checkpoint", outer.bytes(4096));
        long epoch = in.u64();
        long sequence = in.u64();
        long total = in.u64();
        Digest contents = Digests.read(in);
        Optional<Digest> previous = in.option(Digests::read);
        GasCost gas = GasCost.read(in);
        long timestamp = in.u64();
        in.tag(1);
        in.tag(1);
        if (in.uleb() != SPECIFIC_BYTES) {
            throw in.corrupt("version specific data must have " + SPECIFIC_BYTES + " bytes");
        }
        Digest root = in.digest();
        long ahead = in.u64();
        in.end();
        Bytes signature = Bytes.copyOf(outer.fixed(SIGNATURE_BYTES));
        return new Checkpoint(epoch, sequence, total, contents, previous, gas, timestamp, root, ahead, signature);
    }

    /// What the ledger's key signs.
    public byte[] signedMessage() {
        return Digests.typed("FloeCheckpoint", summaryBcs()).toByteArray();
    }

    /// Checks the signature.
    ///
    /// @param publicKey the ledger's Ed25519 key, 32 bytes
    /// @throws DataException.Corrupt if it is not by that key
    public void verify(Bytes publicKey) {
        byte[] message = signedMessage();
        if (publicKey.size() != Ed25519.PUBLIC_KEY_SIZE
                || !Ed25519.verify(
                        signature.toByteArray(), 0, publicKey.toByteArray(), 0, message, 0, message.length)) {
            throw new DataException.Corrupt("checkpoint " + sequence + ": the signature is not by the ledger's key "
                    + publicKey.toHex() + "; do not trust this ledger");
        }
    }

    /// This checkpoint with that signature.
    public Checkpoint withSignature(Bytes newSignature) {
        return new Checkpoint(
                epoch,
                sequence,
                totalTransactions,
                contents,
                previous,
                epochGas,
                timestampMillis,
                transactionsRoot,
                clockAheadMillis,
                newSignature);
    }
}
