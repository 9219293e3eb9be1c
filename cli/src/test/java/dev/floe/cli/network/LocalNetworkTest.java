package dev.floe.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.CommandRun;
import dev.floe.format.Bytes;
import dev.floe.host.Deadline;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `floe up` starts, with the commands that use it: real ledger, real nodes, real ports, all in this process.
final class LocalNetworkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String LOST = "node-2";

    @TempDir
    private Path folder = Path.of("");

    private final Time time = new SystemTime();

    @BeforeEach
    void prepare() {
        System.setProperty("floe.home", folder.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("floe.home");
    }

    @Test
    void aBlobOutlivesALostNodeEpochsAndARestart() throws Exception {
        NetworkFolder network = NetworkFolder.standard();
        LocalNetwork.Settings settings =
                new LocalNetwork.Settings(4, 7, new Ports("127.0.0.1", freePorts(4)), Duration.ofDays(1));
        byte[] content = new byte[300_000];
        new SplittableRandom(4).nextBytes(content);
        Path file = Files.write(folder.resolve("content"), content);
        String id;
        try (LocalNetwork running = LocalNetwork.start(network, settings, time)) {
            running.fund(
                    Address.parse(json("keys", "new", "--json").path("address").asText()));
            id = json("put", file.toString(), "--epochs", "10", "--json")
                    .path("blobId")
                    .asText();
            assertThat(get(id)).isEqualTo(content);
            assertThat(get(id, "--strict")).isEqualTo(content);
            assertThat(get(id, "--range", "1000-1999")).isEqualTo(Arrays.copyOfRange(content, 1000, 2000));

            losesANode(network, id, content);
            storesAQuilt();
            paysRewards();
            countsVotes();
            knowsWhoIsChallenged();
            assertThat(get(id)).isEqualTo(content);
        }
        CommandRun refused = CommandRun.of(
                "get", id, "--timeout", "2", "--out", folder.resolve("none").toString());
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(5);
        try (LocalNetwork _ = LocalNetwork.start(network, settings, time)) {
            assertThat(json("epoch", "--json").path("epoch").asInt()).isEqualTo(5);
            assertThat(get(id)).isEqualTo(content);
        }
    }

    private void storesAQuilt() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("a.txt"), "first");
        Files.writeString(files.resolve("b.txt"), "second");
        JsonNode quilt = json("quilt", "put", files.toString(), "--tag", "kind=text", "--json");
        JsonNode patch = quilt.path("patches").path(1);
        assertThat(patch.path("identifier").asText()).isEqualTo("b.txt");
        assertThat(run("quilt", "get", patch.path("id").asText())).isEqualTo("second");
        Path target = folder.resolve("patch");
        String id = quilt.path("quiltId").asText();
        JsonNode got = json("quilt", "get", id, "a.txt", "--out", target.toString(), "--json");
        assertThat(Files.readString(target)).isEqualTo("first");
        assertThat(got.path("tags").path("kind").asText()).isEqualTo("text");
        assertThat(CommandRun.of("quilt", "get", id, "c.txt").exitCode()).isEqualTo(3);
    }

    /// A node stops, its disk is wiped, it comes back and heals what it had, bit by bit.
    private void losesANode(NetworkFolder network, String id, byte[] content) throws Exception {
        int pieces = 1 + 2 * storageShards(LOST);
        await(
                "metadata and two slivers of each storage shard",
                () -> slivers(network.node(LOST)).size() == pieces);
        Map<String, Bytes> before = slivers(network.node(LOST));
        assertThat(json("node", "stop", LOST, "--json").path("changed").asBoolean())
                .isTrue();
        assertThat(get(id)).isEqualTo(content);
        deleteTree(network.node(LOST));
        json("node", "start", LOST, "--json");
        await("the same files as before", () -> slivers(network.node(LOST)).equals(before));
        JsonNode scrubbed = json("node", "scrub", LOST, "--json");
        assertThat(scrubbed.path("bad").asLong()).isZero();
    }

    /// Stake counts from epoch 2 on, earns in it, and is paid out with exactly the rewards it was promised.
    private void paysRewards() throws Exception {
        String stake =
                json("stake", "add", "node-1", "500", "--json").path("id").asText();
        advanceTo(2);
        assertThat(json("stake", "rewards", "--json").path("total").asLong()).isZero();
        advanceTo(3);
        assertThat(json("stake", "rewards", "--json").path("total").asLong()).isPositive();
        json("stake", "remove", stake, "--json");
        advanceTo(4);
        advanceTo(5);
        long promised = json("stake", "rewards", "--json").path("total").asLong();
        JsonNode paid = json("stake", "remove", stake, "--json");
        assertThat(paid.path("rewards").asLong()).isEqualTo(promised).isPositive();
        assertThat(json("stake", "list", "--json").path("stakes")).isEmpty();
    }

    private static int storageShards(String name) throws IOException {
        JsonNode node = Objects.requireNonNull(named(name, json("node", "status", "--json")));
        assertThat(node.path("health").asText()).isEqualTo("Active");
        return node.path("storageShards").asInt();
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        Deadline deadline = Deadline.in(time, PATIENCE);
        while (!condition.call()) {
            assertThat(deadline.sleep(POLL)).as("within %s: %s", PATIENCE, what).isTrue();
        }
    }

    private static void countsVotes() throws IOException {
        json("vote", "price", "--node", "node-3", "--storage", "90000", "--write", "10000", "--json");
        json("vote", "capacity", "--node", "node-3", "1000000", "--json");
        JsonNode node = Objects.requireNonNull(named("node-3", json("validators", "--json")));
        assertThat(node.path("storagePriceVote").asLong()).isEqualTo(90_000);
        assertThat(node.path("writePriceVote").asLong()).isEqualTo(10_000);
        assertThat(node.path("capacityVote").asLong()).isEqualTo(1_000_000);
        run("vote", "slash", "--node", "node-3", "node-4");
        CommandRun twice = CommandRun.of("vote", "slash", "--node", "node-3", "node-4");
        assertThat(twice.exitCode()).as(twice.err()).isEqualTo(7);
        CommandRun tooFew = CommandRun.of("vote", "slash", "--node", "node-3", "node-4", "--execute");
        assertThat(tooFew.exitCode()).as(tooFew.err()).isEqualTo(7);
        CommandRun stranger = CommandRun.of("vote", "capacity", "1000000");
        assertThat(stranger.exitCode()).as(stranger.err()).isEqualTo(4);
    }

    private void knowsWhoIsChallenged() throws Exception {
        await(
                "the seed of this epoch",
                () -> json("challenge", "status", "--json").path("isDrawn").asBoolean());
        JsonNode status = json("challenge", "status", "--json");
        assertThat(status.path("epoch").asInt()).isEqualTo(5);
        assertThat(status.path("deadline").asText()).isNotEmpty();
        assertThat(status.path("nodes")).hasSize(4);
        assertThat(Objects.requireNonNull(named(LOST, status)).path("failures").asInt())
                .isZero();
    }

    private static @Nullable JsonNode named(String name, JsonNode document) {
        for (JsonNode node : document.path("nodes")) {
            if (node.path("name").asText().equals(name)) {
                return node;
            }
        }
        return null;
    }

    private static void advanceTo(int epoch) throws IOException {
        assertThat(json("epoch", "advance", "--json").path("epoch").asInt()).isEqualTo(epoch);
    }

    private byte[] get(String id, String... options) throws IOException {
        Path target = folder.resolve("got");
        Stream<String> all = Stream.concat(Stream.of("get", id, "--out", target.toString()), Stream.of(options));
        run(all.toArray(String[]::new));
        return Files.readAllBytes(target);
    }

    private static JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(run(arguments));
    }

    private static String run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode())
                .as("floe %s: %s", String.join(" ", arguments), run.err())
                .isZero();
        return run.out();
    }

    /// What a node stores of blobs, by path.
    private static Map<String, Bytes> slivers(Path node) throws IOException {
        Map<String, Bytes> found = new TreeMap<>();
        Path root = node.resolve("slivers");
        if (!Files.isDirectory(root)) {
            return found;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                if (!path.getFileName().toString().endsWith(".tmp")) {
                    found.put(root.relativize(path).toString(), Bytes.copyOf(Files.readAllBytes(path)));
                }
            }
        }
        return found;
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// The first of a block of ports that are free now, below those that the system hands out by itself.
    private static int freePorts(int nodes) throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int start = any.getLocalPort() % 100;
            for (int first = 10_000 + start * 200; first < 32_000; first += 200) {
                int base = first;
                boolean isFree = IntStream.concat(IntStream.of(0, 1, 2, 11, 12, 13), IntStream.range(21, 21 + nodes))
                        .allMatch(offset -> isFree(base + offset));
                if (isFree) {
                    return first;
                }
            }
            throw new IllegalStateException("no free ports");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
