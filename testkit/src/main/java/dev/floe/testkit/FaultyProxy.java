package dev.floe.testkit;

import dev.floe.host.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A TCP proxy on the loopback that damages what passes through it, by plan.
///
/// Clients connect to [#address] and reach the target. For connection number n (from 0) the plan says what happens
/// to each direction; [#random] makes a plan from a seed. Which bytes arrive in one piece is up to the operating
/// system, so
/// faults count bytes, not pieces, and the same plan damages the same bytes every time.
public final class FaultyProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Plan plan;
    private final Time time;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong injected = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Says what happens to each connection.
    @FunctionalInterface
    public interface Plan {
        /// The faults of connection number `connection`.
        Both faults(int connection);
    }

    /// The faults of the two directions of a connection.
    ///
    /// @param requests from the client to the target
    /// @param answers from the target to the client
    public record Both(ProxyFault requests, ProxyFault answers) {

        /// Requests pass; answers have `fault`.
        public static Both answers(ProxyFault fault) {
            return new Both(new ProxyFault.None(), fault);
        }

        /// Answers pass; requests have `fault`.
        public static Both requests(ProxyFault fault) {
            return new Both(fault, new ProxyFault.None());
        }

        /// Nothing happens.
        public static Both none() {
            return answers(new ProxyFault.None());
        }
    }

    private FaultyProxy(ServerSocket server, InetSocketAddress target, Plan plan, Time time) {
        this.server = server;
        this.target = target;
        this.plan = plan;
        this.time = time;
    }

    /// Starts a proxy to `target` on a free port.
    ///
    /// @param time the waits of [ProxyFault.Delay] and [ProxyFault.Trickle] are in it
    public static FaultyProxy start(InetSocketAddress target, Time time, Plan plan) throws IOException {
        ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        FaultyProxy proxy = new FaultyProxy(server, target, plan, time);
        Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
        return proxy;
    }

    /// A plan in which about `oneIn`-th of the connections has a fault, within the first `withinBytes` bytes.
    public static Plan random(Seed seed, int oneIn, long withinBytes) {
        return connection -> {
            RandomGenerator random = seed.child(connection).random();
            if (random.nextInt(oneIn) != 0) {
                return Both.none();
            }
            long at = random.nextLong(withinBytes);
            ProxyFault fault = switch (random.nextInt(6)) {
                case 0 -> new ProxyFault.Delay(Duration.ofMillis(1 + random.nextInt(20)));
                case 1 -> new ProxyFault.Trickle(1 + random.nextInt(100), Duration.ofMillis(1));
                case 2 -> new ProxyFault.Reset(at);
                case 3 -> new ProxyFault.Cut(at);
                case 4 -> new ProxyFault.Flip(at, random.nextInt(8));
                default -> new ProxyFault.Stall(at);
            };
            return random.nextBoolean() ? Both.answers(fault) : Both.requests(fault);
        };
    }

    /// Where clients connect.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /// How many connections there were.
    public int connections() {
        return connections.get();
    }

    /// How many directions were damaged, or slowed at least once.
    public long injectedFaults() {
        return injected.get();
    }

    /// Ends the proxy and every connection through it.
    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket client = server.accept();
                open.add(client);
                int number = connections.getAndIncrement();
                Thread.ofVirtual().name("proxy-", number).start(() -> serve(client, plan.faults(number)));
            } catch (IOException e) {
                // closed, or one failed handshake: the next connection is not affected
            }
        }
    }

    private void serve(Socket client, Both faults) {
        try {
            Socket upstream = new Socket(target.getAddress(), target.getPort());
            open.add(upstream);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Thread requests = Thread.ofVirtual().start(() -> pump(client, upstream, faults.requests()));
            pump(upstream, client, faults.answers());
            requests.join();
        } catch (IOException e) {
            // the target is away: the client sees its connection closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(client);
        }
    }

    /// Copies one direction until it ends or its fault ends it.
    private void pump(Socket from, Socket to, ProxyFault fault) {
        byte[] buffer = new byte[BUFFER_BYTES];
        long passed = 0;
        boolean isCounted = false;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                long end = passed + count;
                boolean isHit = switch (fault) {
                    case ProxyFault.None() -> pass(out, buffer, count);
                    case ProxyFault.Delay(Duration each) -> {
                        time.sleep(each);
                        pass(out, buffer, count);
                        yield true;
                    }
                    case ProxyFault.Trickle(int bytes, Duration between) -> trickle(out, buffer, count, bytes, between);
                    case ProxyFault.Flip(long at, int bit) -> {
                        boolean isHere = at >= passed && at < end;
                        if (isHere) {
                            buffer[(int) (at - passed)] ^= (byte) (1 << bit);
                        }
                        pass(out, buffer, count);
                        yield isHere;
                    }
                    case ProxyFault.Stall(long after) -> stopAfter(out, buffer, count, after - passed);
                    case ProxyFault.Cut(long after) -> stopAfter(out, buffer, count, after - passed);
                    case ProxyFault.Reset(long after) -> stopAfter(out, buffer, count, after - passed);
                };
                if (isHit && !isCounted) {
                    isCounted = true;
                    injected.incrementAndGet();
                }
                if (isHit && ends(from, to, fault)) {
                    return;
                }
                passed = end;
                count = in.read(buffer);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(to); // one side is gone: so is the other
            close(from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pass(OutputStream out, byte[] buffer, int count) throws IOException {
        out.write(buffer, 0, count);
        return false;
    }

    private boolean trickle(OutputStream out, byte[] buffer, int count, int bytes, Duration between)
            throws IOException, InterruptedException {
        for (int at = 0; at < count; at += bytes) {
            out.write(buffer, at, Math.min(bytes, count - at));
            time.sleep(between);
        }
        return true;
    }

    /// Passes on what comes before the fault; returns whether the fault is reached.
    private static boolean stopAfter(OutputStream out, byte[] buffer, int count, long left) throws IOException {
        out.write(buffer, 0, (int) Math.min(count, Math.max(0, left)));
        return left < count;
    }

    /// What a fault that ends a direction does to the connection.
    private boolean ends(Socket from, Socket to, ProxyFault fault) throws IOException, InterruptedException {
        switch (fault) {
            case ProxyFault.Cut _ -> {
                to.shutdownOutput();
                from.shutdownInput();
                return true;
            }
            case ProxyFault.Reset _ -> {
                to.setSoLinger(true, 0); // closing now sends RST
                close(to);
                close(from);
                return true;
            }
            case ProxyFault.Stall _ -> {
                closed.await();
                return true;
            }
            case ProxyFault.None _, ProxyFault.Delay _, ProxyFault.Trickle _, ProxyFault.Flip _ -> {
                return false;
            }
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // nothing more can be done for it
        }
    }
}
