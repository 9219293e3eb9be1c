package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeClients;
import dev.floe.storage.walrus.NodeCommittee;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.SymbolQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node's part in storage challenges: gives its share of the seed, gets its peers to look at its samples, looks
/// at theirs, and has rounds settled. What peers look at are symbols with proofs by the usual route, so a node that
/// dropped a drawn sliver cannot answer.
public final class Challenger {

    private static final int SEED_MESSAGE = 128;
    private static final int PASSED_MESSAGE = 129;
    private static final int APP_ID = 3;
    private static final Duration PEER_TIME = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(Challenger.class.getName());

    private final StorageNode node;
    private final NodeClients clients;
    private final ChallengePeers peers;
    private final Time time;

    /// The challenger of `node`; it answers its peers from now on.
    public Challenger(StorageNode node, NodeClients clients, ChallengePeers peers, Time time) {
        this.node = node;
        this.clients = clients;
        this.peers = peers;
        this.time = time;
        node.attestBy(this::attest);
    }

    /// Does what is to be done now, if anything; call it now and then.
    ///
    /// @throws DataException.Unavailable if the ledger is not reached, or another node was faster; call again
    public void step() throws InterruptedException {
        Optional<ChallengeRound> found = node.chain().challenge();
        ShardMap map = node.shardMap();
        if (found.isEmpty() || map.isSyncing() || map.owned().isEmpty()) {
            return;
        }
        ChallengeRound round = found.get();
        Address self = node.keys().nodeId();
        if (round.wantsSeedOf(self, map.epoch())) {
            Bytes message = message(SEED_MESSAGE, map.epoch(), round.manager(), round.lastSeed());
            node.chain().reveal(round.manager(), sign(message).toBytes());
        } else if (round.isRunning(map.epoch()) && !round.passed().contains(self)) {
            pass(map, round);
        } else if (round.isDue(map.epoch())) {
            node.chain().settle(round.manager());
        }
    }

    private void pass(ShardMap map, ChallengeRound round) throws InterruptedException {
        NodeCommittee committee = map.committees().current();
        Address self = node.keys().nodeId();
        Bytes message = message(PASSED_MESSAGE, map.epoch(), self, round.lastSeed());
        Map<Integer, MinPk.Signature> signatures = new HashMap<>();
        List<Integer> signers = new ArrayList<>();
        for (int member = 0; member < committee.members().size(); member++) {
            StorageNodeInfo peer = committee.members().get(member);
            if (peer.nodeId().equals(self)) {
                continue; // a node's word about itself proves nothing
            }
            try {
                SignedMessage signed = peers.attest(peer, self, round.lastSeed(), Deadline.in(time, PEER_TIME));
                if (signed.message().equals(message)
                        && signed.isSignedBy(node.keys().scheme(), peer.key())) {
                    signatures.put(member, node.keys().scheme().signature(signed.signature()));
                    signers.add(member);
                }
            } catch (NodeRefusedException | DataException e) {
                LOG.log(System.Logger.Level.DEBUG, "event=attest-refused peer=\"" + peer + "\"", e);
            }
            if (node.shards().includesHonest(committee.signers().weight(signers))) {
                Certificate certificate = Certificate.aggregate(node.keys().scheme(), message, signatures);
                node.chain()
                        .attest(
                                round.manager(),
                                certificate,
                                committee.members().size());
                return;
            }
        }
        throw new DataException.Unavailable("only " + signers.size() + " of "
                + committee.members().size() + " peers attested the storage challenge of epoch " + map.epoch());
    }

    /// Signs that `challenged` shows all its samples, after having looked at them.
    ///
    /// @throws NodeRefusedException if no such challenge runs, or a sample is missing or wrong
    SignedMessage attest(Address challenged, Bytes seed) throws InterruptedException {
        ShardMap map = node.shardMap();
        ChallengeRound round = node.chain()
                .challenge()
                .orElseThrow(() -> refused(NodeReason.INVALID_EPOCH, "this network has no challenges"));
        if (!round.isRunning(map.epoch()) || !round.lastSeed().equals(seed)) {
            throw refused(NodeReason.INVALID_EPOCH, "no challenge with that seed runs in epoch " + map.epoch());
        }
        StorageNodeInfo info = map.committees().current().members().stream()
                .filter(member -> member.nodeId().equals(challenged))
                .findFirst()
                .orElseThrow(() -> refused(NodeReason.REQUEST_UNAUTHORIZED, "that node is no member"));
        List<BlobId> blobs = node.states().challengeable(map.epoch());
        NodeClient client = clients.client(info);
        Deadline deadline = Deadline.in(time, PEER_TIME);
        for (int i = 0; i < round.samples(); i++) {
            Optional<ChallengeSample> sample =
                    ChallengeSample.draw(seed, challenged, i, info.shards(), map.shards(), blobs);
            if (sample.isPresent()) {
                check(client, sample.get(), deadline);
            }
        }
        Bytes message = message(PASSED_MESSAGE, map.epoch(), challenged, seed);
        return new SignedMessage(message, sign(message).toBytes());
    }

    private void check(NodeClient client, ChallengeSample sample, Deadline deadline) throws InterruptedException {
        BlobMetadataWithId blob = node.find(sample.blob())
                .orElseThrow(() -> refused(NodeReason.METADATA_NOT_FOUND, "cannot judge blob " + sample.blob()));
        SymbolQuery query = new SymbolQuery.ById(
                List.of(new SymbolQuery.SymbolId(sample.sliver(), sample.symbol())), Optional.of(Axis.PRIMARY));
        List<GeneralRecoverySymbol> symbols = client.recoverySymbols(sample.blob(), query, deadline);
        boolean isShown = symbols.size() == 1
                && symbols.getFirst().symbol().symbol().sourceIndex() == sample.sliver()
                && symbols.getFirst().symbol().targetAxis() == Axis.SECONDARY
                && symbols.getFirst().targetIndex() == sample.symbol()
                && symbols.getFirst().verifies(blob.metadata(), Axis.SECONDARY, sample.symbol());
        if (!isShown) {
            throw refused(NodeReason.SYMBOL_NOT_PRESENT_AT_SHARDS, "a sample does not prove itself: " + sample);
        }
    }

    private static NodeRefusedException refused(NodeReason reason, String message) {
        return new NodeRefusedException(reason, message);
    }

    private MinPk.Signature sign(Bytes message) {
        return node.keys().scheme().sign(node.keys().secret(), message);
    }

    /// The header of all messages, an object and a seed.
    static Bytes message(int type, long epoch, Address object, Bytes seed) {
        return new BcsWriter()
                .u8(type)
                .u8(0)
                .u8(APP_ID)
                .u32(epoch)
                .fixed(object.bytes())
                .fixed(seed)
                .toBytes();
    }
}
