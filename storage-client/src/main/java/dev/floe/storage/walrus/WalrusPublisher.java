package dev.floe.storage.walrus;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.ByteArea;
import dev.floe.host.Deadline;
import dev.floe.host.FileStore;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodedBlob;
import dev.floe.storage.walrus.UploadJournal.Entry;
import dev.floe.storage.walrus.UploadJournal.Signed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// Writes blobs to the storage nodes of a Walrus network and certifies them on the ledger.
///
/// 1. Encode; neither the blob nor its slivers are whole in the heap.
/// 2. Register, reusing what the account owns: a registration from a run that crashed, or storage.
/// 3. Send every node its slivers, all nodes at once. As soon as nodes with more than two thirds of the storage
///    shards have confirmed, the certificate goes to the ledger; the others get half that time again, then they
///    are left to heal themselves.
///
/// A crash at any point is made good by publishing the same content again: the ledger knows what was paid, nodes
/// say what they hold, the journal remembers the object and the certificate. Owns nothing.
public final class WalrusPublisher implements BlobPublisher {

    private static final long GRACE_NANOS = 500_000_000;
    private static final int ROUNDS = 5;
    private static final int MAX_NAMED = 10;

    private final WalrusNetwork network;
    private final StorageAccount account;
    private final MinPk scheme;
    private final NetworkOptions options;
    private final UploadJournal journal;
    private final AtomicBoolean isSwept = new AtomicBoolean();

    /// A writer to `network`, paid by `account`.
    ///
    /// @param files where uploads under way are remembered; for one writer at a time
    public WalrusPublisher(WalrusNetwork network, StorageAccount account, FileStore files) {
        this.network = network;
        this.account = account;
        scheme = MinPk.walrus();
        options = network.options();
        journal = new UploadJournal(files);
    }

    @Override
    public StoredBlob publish(ByteArea content, PublishOptions wanted) {
        Deadline deadline = Deadline.in(options.time(), options.writeTimeout());
        NodeCommittee committee = network.refreshed().current();
        BlobEncoder encoder = new BlobEncoder(committee.shards(), options.encoding());
        try (EncodedBlob encoded = encoder.encode(content)) {
            if (isSwept.compareAndSet(false, true)) {
                journal.sweep();
            }
            return publish(encoded, wanted, deadline);
        } catch (IOException e) {
            throw new DataException.Unavailable(
                    "publishing: the disk failed: " + e.getMessage() + "; publish the same content again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("publishing was interrupted; publish the same content again", e);
        }
    }

    private StoredBlob publish(EncodedBlob encoded, PublishOptions wanted, Deadline deadline)
            throws IOException, InterruptedException {
        BlobMetadataWithId blob = encoded.metadata();
        Optional<Entry> known = journal.find(blob.id(), wanted.deletable());
        StorageAccount.Registration registration = account.register(blob, wanted);
        BlobObject object = registration.object();
        boolean isNew = object.certifiedEpoch().isEmpty();
        if (isNew) {
            Entry entry = known.filter(before -> before.object().equals(Optional.of(object.id())))
                    .orElse(new Entry(blob.id(), wanted.deletable(), Optional.of(object.id()), Optional.empty()));
            journal.put(entry);
            upload(encoded, object, entry, deadline);
        }
        journal.remove(blob.id(), wanted.deletable());
        return new StoredBlob(
                blob.id(),
                blob.metadata().blobSize(),
                object.storage().endEpoch(),
                Optional.of(new Digest(object.id().bytes())),
                isNew,
                registration.paidFrost());
    }

    /// Rounds, because an epoch may end while a blob is under way: then others hold the shards and sign.
    private void upload(EncodedBlob encoded, BlobObject object, Entry entry, Deadline deadline)
            throws IOException, InterruptedException {
        RandomGenerator random = options.entropy().generator();
        Optional<Signed> signed = entry.signed();
        for (int round = 0; ; round++) {
            NodeCommittee committee = network.refreshed().current();
            try {
                if (signed.filter(one -> one.epoch() == committee.epoch()).isPresent()) {
                    account.certify(
                            object.id(),
                            signed.get().certificate(),
                            signed.get().members());
                } else {
                    sendAndCertify(encoded, object, entry, committee, deadline);
                }
                return;
            } catch (IllegalStateException | DataException.Unavailable e) {
                signed = Optional.empty();
                boolean isEpochOver = network.refreshed().current().epoch() != committee.epoch();
                boolean mayHelp = isEpochOver || e instanceof DataException.Unavailable;
                if (round == ROUNDS
                        || !mayHelp
                        || !deadline.sleep(options.backoff().delay(round, random))) {
                    throw e;
                }
            }
        }
    }

    private sealed interface Event {
        record Done(NodeUpload.Outcome outcome) implements Event {}

        record TimeUp() implements Event {}
    }

    private void sendAndCertify(
            EncodedBlob encoded, BlobObject object, Entry entry, NodeCommittee committee, Deadline deadline)
            throws IOException, InterruptedException {
        BlobId id = encoded.metadata().id();
        int count = committee.members().size();
        long start = options.time().nanos();
        Map<Integer, MinPk.Signature> signatures = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        List<SliverReader> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        Crew<Event> crew = new Crew<>(options.time());
        try {
            crew.after(deadline.remaining(), new Event.TimeUp());
            for (int member = 0; member < count; member++) {
                SliverReader slivers = new SliverReader(encoded);
                NodeUpload upload = new NodeUpload(
                        network.nodes(),
                        options,
                        scheme,
                        committee,
                        encoded.metadata(),
                        object.persistence(),
                        slivers,
                        deadline);
                int index = member;
                readers.add(slivers);
                threads.add(crew.start("upload", () -> new Event.Done(upload.run(index))));
            }
            int weight = 0;
            int lost = 0;
            int open = count;
            boolean isCertified = false;
            while (open > 0
                    && (isCertified
                            || committee.shards().isQuorum(committee.shards().count() - lost))) {
                if (!(crew.take() instanceof Event.Done(NodeUpload.Outcome outcome))) {
                    break;
                }
                open--;
                StorageNodeInfo node = committee.members().get(outcome.member());
                if (outcome.confirmation().isPresent()) {
                    signatures.put(outcome.member(), outcome.confirmation().get());
                    weight += node.weight();
                } else {
                    lost += node.weight();
                    problems.add(node + ": " + outcome.problem());
                }
                if (!isCertified && committee.shards().isQuorum(weight)) {
                    certify(object, entry, committee, signatures);
                    isCertified = true;
                    long spent = options.time().nanos() - start;
                    crew.after(Duration.ofNanos(spent / 2 + GRACE_NANOS), new Event.TimeUp());
                }
            }
            if (!isCertified) {
                throw new DataException.Unavailable("blob " + id + ": nodes with " + weight + " of "
                        + committee.shards().count() + " storage shards confirmed, more than two thirds are needed; "
                        + problems.stream().limit(MAX_NAMED).toList() + "; publish the same content again");
            }
        } finally {
            for (int i = 0; i < threads.size(); i++) {
                readers.get(i).stop(threads.get(i));
            }
            crew.close();
        }
    }

    private void certify(
            BlobObject object, Entry entry, NodeCommittee committee, Map<Integer, MinPk.Signature> signatures)
            throws IOException {
        Bytes message =
                new StorageMessage.BlobCertified(committee.epoch(), object.blobId(), object.persistence()).toBcs();
        Certificate certificate = Certificate.aggregate(scheme, message, signatures);
        int members = committee.members().size();
        journal.put(new Entry(
                entry.blob(),
                entry.deletable(),
                entry.object(),
                Optional.of(new Signed(committee.epoch(), members, certificate))));
        account.certify(object.id(), certificate, members);
    }

    @Override
    public void close() {}
}
