package dev.floe.cli.network;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Transaction;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the contract says about the last storage challenge.
///
/// @param isDrawn  whether it is this storage epoch's
/// @param samples  how many samples each node must show
/// @param deadline when answers are due, if it is drawn
/// @param nodes    the nodes asked about
record ChallengeReport(boolean isDrawn, int samples, Optional<Instant> deadline, List<Node> nodes) {

    private static final String MODULE = "storage_challenge";
    private static final int SEED_BYTES = 32;
    /// A transaction may have 1,024 commands; two ask about one node.
    private static final int NODES_AT_ONCE = 400;

    /// A node.
    ///
    /// @param hasPassed whether it passed the last challenge
    /// @param failures  how many challenges in a row it has failed
    record Node(String name, Address id, boolean hasPassed, long failures) {}

    ChallengeReport {
        nodes = List.copyOf(nodes);
    }

    /// Asks the contract, without a transaction that anybody pays for.
    static ChallengeReport read(StorageOptions.Open open, Address manager, long epoch, List<StorageNodeInfo> nodes) {
        Transaction head = new Transaction();
        Argument object = head.object(manager);
        ask(open, head, "seed", object, head.pure(Pure.u32(epoch)));
        ask(open, head, "samples", object);
        ask(open, head, "deadline", object);
        List<Bytes> answers = Validators.results(open, "challenge " + manager, head);
        boolean isDrawn = one(answers.get(0), in -> in.option(seed -> seed.byteString(SEED_BYTES)))
                .isPresent();
        int samples = one(answers.get(1), BcsReader::u16);
        Optional<Long> deadline = one(answers.get(2), in -> in.option(BcsReader::u64));
        List<Node> found = new ArrayList<>();
        for (int from = 0; from < nodes.size(); from += NODES_AT_ONCE) {
            List<StorageNodeInfo> some = nodes.subList(from, Math.min(nodes.size(), from + NODES_AT_ONCE));
            Transaction tx = new Transaction();
            Argument same = tx.object(manager);
            for (StorageNodeInfo node : some) {
                ask(open, tx, "has_passed", same, tx.address(node.nodeId()));
                ask(open, tx, "failures", same, tx.address(node.nodeId()));
            }
            List<Bytes> each = Validators.results(open, "challenge " + manager, tx);
            for (int i = 0; i < some.size(); i++) {
                StorageNodeInfo node = some.get(i);
                boolean hasPassed = one(each.get(2 * i), BcsReader::bool);
                long failures = one(each.get(2 * i + 1), BcsReader::u32);
                found.add(new Node(node.name(), node.nodeId(), hasPassed, failures));
            }
        }
        return new ChallengeReport(isDrawn, samples, deadline.map(Instant::ofEpochMilli), found);
    }

    private static void ask(StorageOptions.Open open, Transaction tx, String function, Argument... arguments) {
        String name = open.system().calls().packageId() + "::" + MODULE + "::" + function;
        tx.call(name, List.of(), arguments);
    }

    private static <T> T one(Bytes answer, Bcs<T> read) {
        BcsReader in = BcsReader.of("challenge", answer);
        T value = read.read(in);
        in.end();
        return value;
    }

    @FunctionalInterface
    private interface Bcs<T> {
        T read(BcsReader in);
    }
}
