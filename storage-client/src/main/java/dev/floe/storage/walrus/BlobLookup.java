package dev.floe.storage.walrus;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// Finds out what the nodes know of a blob: its status by majority, and its metadata from the first honest one.
final class BlobLookup {

    /// Nodes asked for metadata at once, before any hedge.
    private static final int FIRST_ASKED = 2;

    private static final long STATUS_BYTES = 1 << 10;

    private final Nodes nodes;
    private final NetworkOptions options;

    BlobLookup(Nodes nodes, NetworkOptions options) {
        this.nodes = nodes;
        this.options = options;
    }

    private sealed interface Event {
        record Metadata(int member, Nodes.Answer<BlobMetadataWithId> answer) implements Event {}

        record Status(int member, Nodes.Answer<BlobStatus> answer) implements Event {}

        record Tick() implements Event {}

        record TimeUp() implements Event {}
    }

    /// The metadata of a blob, verified against its id, from any node of `committee`.
    ///
    /// @throws DataException.NotFound if more than two thirds of the shards do not know the blob
    /// @throws DataException.Denied if nodes that refuse to serve it are needed for that majority
    /// @throws DataException.Unavailable if no node gave it in time
    BlobMetadataWithId metadata(NodeCommittee committee, BlobId id, Deadline deadline) throws InterruptedException {
        Deque<Integer> waiting = new ArrayDeque<>(askingOrder(committee));
        int absent = 0;
        int blocked = 0;
        int open = 0;
        List<String> problems = new ArrayList<>();
        try (Crew<Event> crew = new Crew<>(options.time())) {
            crew.after(deadline.remaining(), new Event.TimeUp());
            for (int i = 0; i < FIRST_ASKED && !waiting.isEmpty(); i++) {
                open += askMetadata(crew, committee, waiting.poll(), id, deadline);
            }
            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
            while (open > 0 || !waiting.isEmpty()) {
                switch (crew.take()) {
                    case Event.Metadata(int member, Nodes.Answer<BlobMetadataWithId> answer) -> {
                        open--;
                        StorageNodeInfo node = committee.members().get(member);
                        switch (answer) {
                            case Nodes.Answer.Got<BlobMetadataWithId>(BlobMetadataWithId value) -> {
                                try {
                                    return named(value, id).verified(committee.shards());
                                } catch (DataException.Corrupt e) {
                                    nodes.book().lied(node, String.valueOf(e.getMessage()));
                                    problems.add(node + " lied");
                                }
                            }
                            case Nodes.Answer.Refused<BlobMetadataWithId>(NodeRefusedException refusal) -> {
                                absent += refusal.reason() == NodeReason.METADATA_NOT_FOUND ? node.weight() : 0;
                                blocked += refusal.reason() == NodeReason.FORBIDDEN_BLOB ? node.weight() : 0;
                                problems.add(node + " has none");
                            }
                            case Nodes.Answer.Failed<BlobMetadataWithId> _ -> problems.add(node + " away");
                        }
                        throwIfKnownAbsent(committee, id, absent, blocked);
                        if (!waiting.isEmpty()) {
                            open += askMetadata(crew, committee, waiting.poll(), id, deadline);
                        }
                    }
                    case Event.Tick _ -> {
                        if (!waiting.isEmpty()) {
                            open += askMetadata(crew, committee, waiting.poll(), id, deadline);
                            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
                        }
                    }
                    case Event.TimeUp _ -> throw noMetadata(committee, id, problems);
                    case Event.Status _ -> throw new IllegalStateException("no status was asked for");
                }
            }
        }
        throw noMetadata(committee, id, problems);
    }

    private static BlobMetadataWithId named(BlobMetadataWithId value, BlobId id) {
        if (!value.id().equals(id)) {
            throw new DataException.Corrupt("metadata of blob " + id + ": got that of " + value.id());
        }
        return value;
    }

    private static void throwIfKnownAbsent(NodeCommittee committee, BlobId id, int absent, int blocked) {
        if (committee.shards().isQuorum(absent)) {
            throw new DataException.NotFound("blob " + id + " is not stored on this network, or no longer");
        }
        if (committee.shards().isQuorum(absent + blocked)) {
            throw new DataException.Denied("blob " + id + ": nodes with " + blocked + " of "
                    + committee.shards().count() + " storage shards refuse to serve it");
        }
    }

    private static DataException.Unavailable noMetadata(NodeCommittee committee, BlobId id, List<String> problems) {
        return new DataException.Unavailable("blob " + id + ": no node of "
                + committee.members().size() + " gave its metadata in time: " + problems + "; try again");
    }

    private int askMetadata(Crew<Event> crew, NodeCommittee committee, int member, BlobId id, Deadline deadline) {
        StorageNodeInfo node = committee.members().get(member);
        long bytes = 66L * committee.shards().count();
        crew.start(
                "metadata",
                () -> new Event.Metadata(
                        member, nodes.ask(node, bytes, deadline, (client, by) -> client.metadata(id, by))));
        return 1;
    }

    /// What nodes with more than two thirds of the shards say together: the highest status that an honest one is
    /// among.
    ///
    /// @throws DataException.Unavailable if too few answered in time
    BlobStatus status(NodeCommittee committee, BlobId id, Deadline deadline) throws InterruptedException {
        List<Event.Status> answers = new ArrayList<>();
        int weight = 0;
        try (Crew<Event> crew = new Crew<>(options.time())) {
            crew.after(deadline.remaining(), new Event.TimeUp());
            for (int member = 0; member < committee.members().size(); member++) {
                int index = member;
                StorageNodeInfo node = committee.members().get(member);
                crew.start(
                        "status",
                        () -> new Event.Status(
                                index,
                                nodes.ask(node, STATUS_BYTES, deadline, (client, by) -> client.blobStatus(id, by))));
            }
            int open = committee.members().size();
            while (open > 0) {
                if (crew.take() instanceof Event.Status status) {
                    open--;
                    if (status.answer() instanceof Nodes.Answer.Got<BlobStatus>) {
                        answers.add(status);
                        weight += committee.members().get(status.member()).weight();
                    }
                    if (committee.shards().isQuorum(weight)) {
                        return agreed(committee, answers).orElseThrow(disagreement(id));
                    }
                } else {
                    break;
                }
            }
        }
        throw new DataException.Unavailable("status of blob " + id + ": nodes with " + weight + " of "
                + committee.shards().count() + " storage shards answered in time; more than two thirds are needed");
    }

    private static Supplier<DataException> disagreement(BlobId id) {
        return () -> new DataException.Unavailable("status of blob " + id + ": no answer has a third behind it");
    }

    /// The highest status that nodes with more than a third of the shards say at least.
    private static Optional<BlobStatus> agreed(NodeCommittee committee, List<Event.Status> answers) {
        int weight = 0;
        List<Event.Status> falling = answers.stream()
                .sorted(Comparator.comparing(BlobLookup::value).reversed())
                .toList();
        for (Event.Status answer : falling) {
            weight += committee.members().get(answer.member()).weight();
            if (committee.shards().includesHonest(weight)) {
                return Optional.of(value(answer));
            }
        }
        return Optional.empty();
    }

    private static BlobStatus value(Event.Status status) {
        return status.answer() instanceof Nodes.Answer.Got<BlobStatus>(BlobStatus value)
                ? value
                : new BlobStatus.Nonexistent();
    }

    /// All members in random order, those better left alone last.
    private List<Integer> askingOrder(NodeCommittee committee) {
        List<Integer> order = new ArrayList<>();
        for (int member = 0; member < committee.members().size(); member++) {
            order.add(member);
        }
        Collections.shuffle(order, Random.from(options.entropy().generator()));
        order.sort(Comparator.comparing(
                member -> nodes.book().isPaused(committee.members().get(member))));
        return order;
    }
}
