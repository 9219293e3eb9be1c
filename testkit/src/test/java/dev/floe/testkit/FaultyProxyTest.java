package dev.floe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server gives 100,000 bytes back for one byte, or echoes what it gets until the client says it is done.
@Timeout(60)
final class FaultyProxyTest {

    private static final byte[] CONTENT = new byte[100_000];

    static {
        new Seed(1).random().nextBytes(CONTENT);
    }

    private ServerSocket server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> answer(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void passesEverythingOnWithoutAFault() throws IOException {
        try (FaultyProxy proxy = proxy(FaultyProxy.Both.none())) {
            assertThat(download(proxy)).isEqualTo(CONTENT);
            assertThat(proxy.injectedFaults()).isZero();
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void flipsExactlyTheBitItWasTold() throws IOException {
        try (FaultyProxy proxy = proxy(FaultyProxy.Both.answers(new ProxyFault.Flip(77_777, 3)))) {
            byte[] expected = CONTENT.clone();
            expected[77_777] ^= 8;
            assertThat(download(proxy)).isEqualTo(expected);
            assertThat(proxy.injectedFaults()).isEqualTo(1);
        }
    }

    @Test
    void cutsAsIfAllHadBeenSaid() throws IOException {
        try (FaultyProxy proxy = proxy(FaultyProxy.Both.answers(new ProxyFault.Cut(12_345)))) {
            assertThat(download(proxy)).isEqualTo(Arrays.copyOf(CONTENT, 12_345));
        }
    }

    @Test
    void resetsVisibly() throws IOException {
        try (FaultyProxy proxy = proxy(FaultyProxy.Both.answers(new ProxyFault.Reset(50_000)))) {
            assertThatThrownBy(() -> download(proxy)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void stallsWithTheConnectionOpen() throws IOException {
        try (FaultyProxy proxy = proxy(FaultyProxy.Both.answers(new ProxyFault.Stall(1_000)));
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().readNBytes(1_000)).isEqualTo(Arrays.copyOf(CONTENT, 1_000));
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aStalledRequestNeverReachesTheServer() throws IOException {
        try (FaultyProxy proxy = proxy(FaultyProxy.Both.requests(new ProxyFault.Stall(0)));
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(1);
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void slowsDownAndLosesNothing() throws IOException {
        Duration millisecond = Duration.ofMillis(1);
        try (FaultyProxy trickle = proxy(FaultyProxy.Both.answers(new ProxyFault.Trickle(5_000, millisecond)));
                FaultyProxy delay = proxy(FaultyProxy.Both.answers(new ProxyFault.Delay(millisecond)))) {
            assertThat(download(trickle)).isEqualTo(CONTENT);
            assertThat(download(delay)).isEqualTo(CONTENT);
            assertThat(trickle.injectedFaults() + delay.injectedFaults()).isEqualTo(2);
        }
    }

    /// Planted: a client that takes the end of the stream for success, without comparing the length.
    @Test
    void findsAClientThatTrustsTheEndOfAStream() throws IOException {
        Seed seed = Seed.of("client that trusts");
        int wrong = 0;
        try (FaultyProxy proxy = FaultyProxy.start(
                address(), new SystemTime(), connection -> FaultyProxy.Both.answers(randomEnd(seed, connection)))) {
            for (int i = 0; i < 20; i++) {
                try {
                    wrong += Arrays.equals(download(proxy), CONTENT) ? 0 : 1;
                } catch (SocketException e) {
                    // seen by the client, so no bug
                }
            }
        }
        assertThat(wrong).isPositive();
    }

    private static ProxyFault randomEnd(Seed seed, int connection) {
        long at = seed.child(connection).random().nextLong(CONTENT.length);
        return connection % 2 == 0 ? new ProxyFault.Cut(at) : new ProxyFault.Reset(at);
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        Set<Object> kinds = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            FaultyProxy.Both both = FaultyProxy.random(new Seed(5), 1, 1_000).faults(i);
            assertThat(both).isEqualTo(FaultyProxy.random(new Seed(5), 1, 1_000).faults(i));
            kinds.add(both.answers().getClass());
            kinds.add(both.requests().getClass());
        }
        assertThat(kinds).hasSize(7);
    }

    private FaultyProxy proxy(FaultyProxy.Both faults) throws IOException {
        return FaultyProxy.start(address(), new SystemTime(), connection -> faults);
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static byte[] download(FaultyProxy proxy) throws IOException {
        try (Socket socket = connect(proxy)) {
            socket.getOutputStream().write(1);
            return socket.getInputStream().readAllBytes();
        }
    }

    private static Socket connect(FaultyProxy proxy) throws IOException {
        return new Socket(proxy.address().getAddress(), proxy.address().getPort());
    }

    private static void answer(Socket client) {
        try (client) {
            if (client.getInputStream().read() >= 0) {
                client.getOutputStream().write(CONTENT);
            }
        } catch (IOException e) {
            // the proxy cut it
        }
    }
}
