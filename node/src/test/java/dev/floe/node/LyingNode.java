package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DecodingSymbol;
import dev.floe.format.EitherDecodingSymbol;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.SliverData;
import dev.floe.format.SymbolsByTarget;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.PutOutcome;
import dev.floe.storage.walrus.StoredStatus;
import dev.floe.storage.walrus.SymbolQuery;
import dev.floe.storage.walrus.SyncedSlivers;
import java.time.Duration;
import java.util.List;

/// A node that changes one bit of every symbol it gives, and is honest otherwise.
record LyingNode(NodeClient honest) implements NodeClient {

    @Override
    public List<GeneralRecoverySymbol> recoverySymbols(BlobId id, SymbolQuery query, Deadline deadline)
            throws InterruptedException {
        return honest.recoverySymbols(id, query, deadline).stream()
                .map(LyingNode::forge)
                .toList();
    }

    private static GeneralRecoverySymbol forge(GeneralRecoverySymbol symbol) {
        DecodingSymbol good = symbol.symbol().symbol();
        byte[] bytes = good.data().toByteArray();
        bytes[bytes.length - 1] ^= 1;
        DecodingSymbol bad = new DecodingSymbol(good.sourceIndex(), Bytes.copyOf(bytes));
        EitherDecodingSymbol either = new EitherDecodingSymbol(symbol.symbol().targetAxis(), bad);
        return new GeneralRecoverySymbol(either, symbol.targetIndex(), symbol.proof());
    }

    @Override
    public BlobMetadataWithId metadata(BlobId id, Deadline deadline) throws InterruptedException {
        return honest.metadata(id, deadline);
    }

    @Override
    public StoredStatus metadataStatus(BlobId id, Deadline deadline) throws InterruptedException {
        return honest.metadataStatus(id, deadline);
    }

    @Override
    public PutOutcome putMetadata(BlobId id, BlobMetadata metadata, boolean pending, Deadline deadline)
            throws InterruptedException {
        return honest.putMetadata(id, metadata, pending, deadline);
    }

    @Override
    public SliverData sliver(BlobId id, int pair, Axis axis, int maxBytes, Deadline deadline)
            throws InterruptedException {
        return honest.sliver(id, pair, axis, maxBytes, deadline);
    }

    @Override
    public StoredStatus sliverStatus(BlobId id, int pair, Axis axis, Deadline deadline) throws InterruptedException {
        return honest.sliverStatus(id, pair, axis, deadline);
    }

    @Override
    public PutOutcome putSliver(BlobId id, int pair, SliverData sliver, boolean pending, Deadline deadline)
            throws InterruptedException {
        return honest.putSliver(id, pair, sliver, pending, deadline);
    }

    @Override
    public SignedMessage confirmation(BlobId id, Persistence persistence, Duration wait, Deadline deadline)
            throws InterruptedException {
        return honest.confirmation(id, persistence, wait, deadline);
    }

    @Override
    public SymbolsByTarget decodingSymbols(BlobId id, Axis targetAxis, List<Integer> targets, Deadline deadline)
            throws InterruptedException {
        return honest.decodingSymbols(id, targetAxis, targets, deadline);
    }

    @Override
    public SignedMessage inconsistencyProof(BlobId id, InconsistencyProof proof, Deadline deadline)
            throws InterruptedException {
        return honest.inconsistencyProof(id, proof, deadline);
    }

    @Override
    public BlobStatus blobStatus(BlobId id, Deadline deadline) throws InterruptedException {
        return honest.blobStatus(id, deadline);
    }

    @Override
    public NodeHealth health(Deadline deadline) throws InterruptedException {
        return honest.health(deadline);
    }

    @Override
    public SyncedSlivers syncShard(MinPk.PublicKey caller, SignedMessage request, Deadline deadline)
            throws InterruptedException {
        return honest.syncShard(caller, request, deadline);
    }
}
