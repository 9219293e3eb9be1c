package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.format.SliverData;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Brings one node everything it must hold of a blob, and gets its confirmation. Tries again as long as that may
/// help; what the node has already is not sent again where asking is cheaper than sending.
final class NodeUpload {

    /// Below this size sending a sliver costs no more than asking whether it is there.
    private static final int ASK_FIRST_BYTES = 5560;

    private static final Duration REGISTRATION_WAIT = Duration.ofSeconds(2);
    private static final int SMALL_BYTES = 1 << 10;
    /// Failures in a row, none of them after something was sent, after which a node is left alone.
    private static final int MAX_FRUITLESS = 8;

    private final Nodes nodes;
    private final NetworkOptions options;
    private final MinPk scheme;
    private final NodeCommittee committee;
    private final BlobMetadataWithId blob;
    private final Persistence persistence;
    private final SliverReader slivers;
    private final Deadline deadline;
    private int sent;

    NodeUpload(
            Nodes nodes,
            NetworkOptions options,
            MinPk scheme,
            NodeCommittee committee,
            BlobMetadataWithId blob,
            Persistence persistence,
            SliverReader slivers,
            Deadline deadline) {
        this.nodes = nodes;
        this.options = options;
        this.scheme = scheme;
        this.committee = committee;
        this.blob = blob;
        this.persistence = persistence;
        this.slivers = slivers;
        this.deadline = deadline;
    }

    /// The outcome at one node.
    ///
    /// @param member its index
    /// @param confirmation its verified signature, if it gave one
    /// @param problem why it gave none, else empty
    record Outcome(int member, Optional<MinPk.Signature> confirmation, String problem) {}

    /// For one thread, once. Never throws what a node does; gives up when trying again cannot help or the time is
    /// over.
    Outcome run(int member) throws InterruptedException {
        StorageNodeInfo node = committee.members().get(member);
        RandomGenerator random = options.entropy().generator();
        String problem = "no time left";
        int sentBefore = 0;
        for (int attempt = 0; attempt < MAX_FRUITLESS && !deadline.isOver(); attempt++) {
            try {
                return new Outcome(member, Optional.of(attempt(node, member)), "");
            } catch (NodeRefusedException e) {
                problem = String.valueOf(e.getMessage());
                if (!e.isTemporary() && e.reason() != NodeReason.METADATA_NOT_FOUND) {
                    break;
                }
            } catch (DataException.Corrupt e) {
                problem = String.valueOf(e.getMessage());
                break;
            } catch (DataException e) {
                problem = String.valueOf(e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (sent > sentBefore) {
                sentBefore = sent;
                attempt = 0;
            }
            deadline.sleep(options.backoff().delay(attempt, random));
        }
        return new Outcome(member, Optional.empty(), problem);
    }

    private MinPk.Signature attempt(StorageNodeInfo node, int member) throws InterruptedException, IOException {
        PutOutcome metadata = required(nodes.ask(
                node,
                66L * committee.shards().count(),
                deadline,
                (client, by) -> client.putMetadata(blob.id(), blob.metadata(), false, by)));
        for (int pair : committee.pairsOf(member, blob.id())) {
            for (Axis axis : Axis.values()) {
                if (metadata != PutOutcome.PRESENT || !hasSliver(node, pair, axis)) {
                    send(node, pair, axis);
                }
            }
        }
        SignedMessage signed = required(nodes.ask(
                node,
                SMALL_BYTES,
                deadline,
                (client, by) -> client.confirmation(blob.id(), persistence, REGISTRATION_WAIT, by)));
        return verified(node, signed);
    }

    private boolean hasSliver(StorageNodeInfo node, int pair, Axis axis) throws InterruptedException {
        if (committee.shards().sliverSize(axis, blob.metadata().blobSize()) < ASK_FIRST_BYTES) {
            return false;
        }
        return required(nodes.ask(
                        node, SMALL_BYTES, deadline, (client, by) -> client.sliverStatus(blob.id(), pair, axis, by)))
                == StoredStatus.STORED;
    }

    private void send(StorageNodeInfo node, int pair, Axis axis) throws InterruptedException, IOException {
        // Three copies for a moment: what is read, its BCS, and what the transport has buffered of it.
        long bytes = 3L * committee.shards().sliverSize(axis, blob.metadata().blobSize());
        required(nodes.ask(node, bytes, deadline, (client, by) -> {
            SliverData sliver;
            try {
                sliver = slivers.sliver(pair, axis);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return client.putSliver(blob.id(), pair, sliver, false, by);
        }));
        sent++;
    }

    private static <T> T required(Nodes.Answer<T> answer) {
        return switch (answer) {
            case Nodes.Answer.Got<T>(T value) -> value;
            case Nodes.Answer.Refused<T>(NodeRefusedException refusal) -> throw refusal;
            case Nodes.Answer.Failed<T>(DataException failure) -> throw failure;
        };
    }

    /// The signature, if it is this node's, of exactly what the contract will check.
    private MinPk.Signature verified(StorageNodeInfo node, SignedMessage signed) {
        StorageMessage expected = new StorageMessage.BlobCertified(committee.epoch(), blob.id(), persistence);
        try {
            if (!signed.message().equals(expected.toBcs())) {
                StorageMessage got = StorageMessage.decode(signed.message());
                if (got.equals(new StorageMessage.BlobCertified(got.epoch(), blob.id(), persistence))) {
                    throw new NodeRefusedException(
                            NodeReason.INVALID_EPOCH,
                            "confirms for epoch " + got.epoch() + ", expected " + committee.epoch());
                }
                throw new DataException.Corrupt("confirms something else: " + got);
            }
            if (!signed.isSignedBy(scheme, node.key())) {
                throw new DataException.Corrupt("its signature of the confirmation is not its own");
            }
            return scheme.signature(signed.signature());
        } catch (DataException.Corrupt e) {
            nodes.book().lied(node, String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
