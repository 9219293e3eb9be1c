package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.floe.format.BcsWriter;
import dev.floe.ledger.Base58;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.mapping.EffectsMapping;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.sui.rpc.CheckpointProto;
import java.time.Instant;
import java.util.List;

/// Checkpoints as messages. The signature is the ledger's own Ed25519 signature, not a committee's.
final class Checkpoints {

    private final LocalLedger ledger;
    private final Rendering rendering;

    Checkpoints(LocalLedger ledger, Rendering rendering) {
        this.ledger = ledger;
        this.rendering = rendering;
    }

    static ReadMask mask(FieldMask mask, boolean isSet) {
        return ReadMask.of(mask, isSet, CheckpointProto.Checkpoint.getDescriptor(), "sequence_number", "digest");
    }

    Checkpoint require(long sequence) {
        return ledger.checkpoint(sequence)
                .orElseThrow(
                        () -> RpcException.notFound("Checkpoint " + Long.toUnsignedString(sequence) + " not found"));
    }

    CheckpointProto.Checkpoint message(Checkpoint checkpoint, ReadMask mask) {
        String digest = Base58.encode(checkpoint.digest());
        CheckpointProto.Checkpoint.Builder out = CheckpointProto.Checkpoint.newBuilder()
                .setSequenceNumber(checkpoint.sequence())
                .setDigest(digest)
                .setSummary(summary(checkpoint, digest))
                .setSignature(CheckpointProto.ValidatorAggregatedSignature.newBuilder()
                        .setEpoch(checkpoint.epoch())
                        .setSignature(ByteString.copyFrom(checkpoint.signature().asByteBuffer())));
        if (mask.wants("contents") || mask.wants("transactions")) {
            List<LedgerTransaction> transactions = ledger.transactionsOf(checkpoint);
            if (mask.wants("contents")) {
                out.setContents(contents(checkpoint, transactions));
            }
            if (mask.wants("transactions")) {
                ReadMask below = mask.below("transactions");
                transactions.forEach(one -> out.addTransactions(rendering.executed(one, below)));
            }
        }
        return mask.trim(out.build());
    }

    private static CheckpointProto.CheckpointSummary summary(Checkpoint checkpoint, String digest) {
        CheckpointProto.CheckpointSummary.Builder out = CheckpointProto.CheckpointSummary.newBuilder()
                .setBcs(Bcs.named("CheckpointSummary", checkpoint.summaryBcs()))
                .setDigest(digest)
                .setEpoch(checkpoint.epoch())
                .setSequenceNumber(checkpoint.sequence())
                .setTotalNetworkTransactions(checkpoint.totalTransactions())
                .setContentDigest(Base58.encode(checkpoint.contents()))
                .setEpochRollingGasCostSummary(EffectsMapping.gas(checkpoint.epochGas()))
                .setTimestamp(Bcs.timestamp(Instant.ofEpochMilli(checkpoint.timestampMillis())))
                .setVersionSpecificData(ByteString.copyFrom(new BcsWriter()
                        .digest(checkpoint.transactionsRoot())
                        .u64(checkpoint.clockAheadMillis())
                        .toByteArray()));
        checkpoint.previous().map(Base58::encode).ifPresent(out::setPreviousDigest);
        return out.build();
    }

    private static CheckpointProto.CheckpointContents contents(
            Checkpoint checkpoint, List<LedgerTransaction> transactions) {
        CheckpointProto.CheckpointContents.Builder out = CheckpointProto.CheckpointContents.newBuilder()
                .setDigest(Base58.encode(checkpoint.contents()))
                .setVersion(1);
        for (LedgerTransaction transaction : transactions) {
            out.addTransactions(CheckpointProto.CheckpointedTransactionInfo.newBuilder()
                    .setTransaction(transaction.digest().toString())
                    .setEffects(Base58.encode(transaction.effects().digest())));
        }
        return out.build();
    }
}
