package dev.floe.testkit;

import dev.floe.host.FileStore;
import dev.floe.host.StoreLockedException;
import dev.floe.host.StorePath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Files in memory that forget what was not synced, and fail when told to.
///
/// Every call is an operation with a number, counted from 0. [#failAt] makes one fail. After (or without) a power
/// cut, [#crash] gives the store as the machine may find it when it comes back; each seed gives another legal
/// state. The model is what POSIX promises, not what one file system does: data is durable after a sync of the
/// file, names after a sync of their directory, a rename within a directory happens whole or not.
///
/// On virtual threads every operation is a point where [SimScheduler] may let another thread run.
public final class SimFileStore implements FileStore {

    private static final int MAX_TRACE_LINES = 10_000;

    private final SimTree tree;
    private final RandomGenerator random;
    private final Map<Long, Fault> faults = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private long operations;
    private long injected;
    private long capacityBytes = Long.MAX_VALUE;
    private boolean isDown;
    private boolean isLocked;

    /// An empty store; `seed` decides how far failing operations get.
    public SimFileStore(Seed seed) {
        this(new SimTree(), seed.random());
    }

    private SimFileStore(SimTree tree, RandomGenerator random) {
        this.tree = tree;
        this.random = random;
    }

    // What tests do to a store.

    /// Makes operation number `operation` fail.
    public synchronized SimFileStore failAt(long operation, Fault fault) {
        faults.put(operation, fault);
        return this;
    }

    /// Limits the bytes of all files together; beyond it the disk is full.
    public synchronized SimFileStore limitTo(long bytes) {
        capacityBytes = bytes;
        return this;
    }

    /// How many operations there were.
    public synchronized long operations() {
        return operations;
    }

    /// How many of them failed because they were told to.
    public synchronized long injectedFaults() {
        return injected;
    }

    /// Whether the power was cut.
    public synchronized boolean isDown() {
        return isDown;
    }

    /// The operations so far, one line each; of many only the first 10,000.
    public synchronized List<String> trace() {
        return List.copyOf(trace);
    }

    /// The store as it may look when power comes back: everything synced, and of the rest what `seed` decides. This
    /// store stays as it is, so one moment gives many states.
    public synchronized SimFileStore crash(Seed seed) {
        RandomGenerator outcome = seed.random();
        return new SimFileStore(Crash.any(outcome).tree(tree), outcome);
    }

    /// The store as a new process finds it after `kill -9`: everything written is there. Simpler than reality: a
    /// later power cut takes only what a failed sync had lost; use [#crash] for the rest.
    public synchronized SimFileStore kill() {
        RandomGenerator outcome = new Seed(operations).random();
        return new SimFileStore(new Crash(outcome, Crash.Mode.NO_POWER_CUT).tree(tree), outcome);
    }

    /// Changes a file at rest, as a failing disk does, without any operation.
    public synchronized void corrupt(String path, UnaryOperator<byte[]> change) throws IOException {
        SimNode.File file = tree.file(path);
        byte[] damaged = change.apply(file.content.toArray());
        file.content.resize(0);
        file.content.write(0, damaged);
        file.durable = file.content.copy();
        file.pending.clear();
    }

    // The store.

    @Override
    public OpenFile openRead(String path) throws IOException {
        StorePath.check(path);
        return begin("openRead", path, () -> new Handle(path, tree.file(path), false));
    }

    @Override
    public OpenFile create(String path) throws IOException {
        StorePath.check(path);
        return change("create", path, () -> {
            if (tree.find(path) != null) {
                throw new FileAlreadyExistsException(path);
            }
            return new Handle(path, tree.add(path), true);
        });
    }

    /// As [#create]: this store has one owner and nobody else.
    @Override
    public OpenFile createPrivate(String path) throws IOException {
        return create(path);
    }

    @Override
    public void requirePrivate(String path) throws IOException {
        if (!exists(path)) {
            throw new NoSuchFileException(path);
        }
    }

    @Override
    public OpenFile openWrite(String path) throws IOException {
        StorePath.check(path);
        return change("openWrite", path, () -> {
            return new Handle(path, tree.find(path) == null ? tree.add(path) : tree.file(path), true);
        });
    }

    @Override
    public MemorySegment map(String path, Arena arena) throws IOException {
        StorePath.check(path);
        return begin("map", path, () -> {
            byte[] content = tree.file(path).content.toArray();
            MemorySegment segment = arena.allocate(content.length, 64);
            MemorySegment.copy(MemorySegment.ofArray(content), 0, segment, 0, content.length);
            return segment.asReadOnly();
        });
    }

    @Override
    public void rename(String from, String to) throws IOException {
        StorePath.check(from);
        StorePath.check(to);
        change("rename " + from + " to", to, () -> {
            tree.move(from, to);
            return true;
        });
    }

    @Override
    public void delete(String path) throws IOException {
        StorePath.check(path);
        begin("delete", path, () -> {
            tree.remove(path);
            return true;
        });
    }

    @Override
    public void createDirectories(String path) throws IOException {
        StorePath.check(path);
        change("createDirectories", path, () -> tree.makeDirectories(path));
    }

    @Override
    public boolean exists(String path) throws IOException {
        StorePath.check(path);
        return begin("exists", path, () -> tree.find(path) != null);
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
        StorePath.checkDirectory(path);
        return begin("isDirectory", path, () -> tree.find(path) instanceof SimNode.Directory);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        StorePath.checkDirectory(directory);
        return begin("list", directory, () -> switch (tree.find(directory)) {
            case SimNode.Directory d -> List.copyOf(d.entries.keySet());
            case SimNode.File _ -> throw new NotDirectoryException(directory);
            case null -> List.of();
        });
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        StorePath.checkDirectory(directory);
        begin("syncDirectory", directory, () -> {
            tree.sync(directory);
            return true;
        });
    }

    @Override
    public StoreLock lock() throws IOException {
        return begin("lock", "", () -> {
            if (isLocked) {
                throw new StoreLockedException("the simulated store is in use by this process (pid "
                        + ProcessHandle.current().pid() + "); close the other one");
            }
            isLocked = true;
            return new Lock();
        });
    }

    @Override
    public synchronized long usableBytes() {
        return capacityBytes - tree.usedBytes();
    }

    private final class Lock implements StoreLock {
        private boolean isClosed;

        @Override
        public void close() {
            synchronized (SimFileStore.this) {
                isLocked &= isClosed;
                isClosed = true;
            }
        }
    }

    /// An open file. It goes on working after its name was deleted or replaced.
    private final class Handle implements OpenFile {
        private final String path;
        private final SimNode.File file;
        private final boolean isWritable;
        private boolean isOpen = true;
        private boolean hasFailedSync;

        Handle(String path, SimNode.File file, boolean isWritable) {
            this.path = path;
            this.file = file;
            this.isWritable = isWritable;
        }

        @Override
        public long sizeBytes() throws IOException {
            return begin("size", path, () -> {
                requireOpen();
                return (long) file.content.size();
            });
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return begin("read " + target.remaining() + " at " + position + " of", path, () -> {
                requireOpen();
                byte[] bytes = file.content.read(position, target.remaining());
                target.put(bytes);
                return bytes.length;
            });
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            Fault fault = enter("write " + bytes.length + " at " + position + " of", path);
            synchronized (SimFileStore.this) {
                requireWritable();
                long growth = Math.max(0, position + bytes.length - file.content.size());
                if (fault == null && growth > usableBytes()) {
                    fault = Fault.DISK_FULL;
                }
                int done = fault == null ? bytes.length : random.nextInt(bytes.length + 1);
                file.write(position, Arrays.copyOf(bytes, done));
                throwIf(fault, "write of " + path);
            }
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            begin("truncate to " + sizeBytes + " of", path, () -> {
                requireWritable();
                if (sizeBytes < file.content.size()) {
                    file.truncate(sizeBytes);
                }
                return true;
            });
        }

        @Override
        public void sync() throws IOException {
            Fault fault = enter("sync", path);
            synchronized (SimFileStore.this) {
                requireWritable();
                if (fault == null) {
                    file.sync();
                } else if (fault != Fault.POWER_CUT) {
                    hasFailedSync = true;
                    file.failSync(random);
                }
                throwIf(fault, "sync of " + path);
            }
        }

        @Override
        public void close() {
            synchronized (SimFileStore.this) {
                isOpen = false;
            }
        }

        private void requireOpen() throws IOException {
            if (!isOpen) {
                throw new ClosedChannelException();
            }
        }

        private void requireWritable() throws IOException {
            requireOpen();
            if (!isWritable) {
                throw new IOException("'" + path + "' was opened for reading only");
            }
            if (hasFailedSync) {
                throw new IOException("'" + path + "': an earlier sync failed; write a new file");
            }
        }
    }

    // Operations.

    private interface Body<T> {
        T run() throws IOException;
    }

    /// An operation that a fault keeps from happening, except that the power may go right after it.
    private <T> T begin(String what, String path, Body<T> body) throws IOException {
        Fault fault = enter(what, path);
        synchronized (this) {
            if (fault == Fault.POWER_CUT && random.nextBoolean() && !what.startsWith("sync")) {
                body.run();
            }
            throwIf(fault == Fault.DISK_FULL ? null : fault, what + " " + path);
            return body.run();
        }
    }

    /// An operation that also needs room on the disk.
    private <T> T change(String what, String path, Body<T> body) throws IOException {
        Fault fault = enter(what, path);
        synchronized (this) {
            if (fault == Fault.POWER_CUT && random.nextBoolean()) {
                body.run();
            }
            throwIf(fault, what + " " + path);
            return body.run();
        }
    }

    /// Counts an operation and says how it is to fail. Another thread may run before it.
    private @Nullable Fault enter(String what, String path) throws IOException {
        SimScheduler.mayRunAnother();
        synchronized (this) {
            String line = operations + " " + what + " '" + path + "'";
            if (isDown) {
                throw new PowerCutException(line);
            }
            Fault fault = faults.get(operations++);
            if (fault != null) {
                injected++;
                isDown = fault == Fault.POWER_CUT;
            }
            if (trace.size() < MAX_TRACE_LINES) {
                trace.add(fault == null ? line : line + ": " + fault);
            }
            return fault;
        }
    }

    private static void throwIf(@Nullable Fault fault, String what) throws IOException {
        switch (fault) {
            case null -> {}
            case IO_ERROR -> throw new IOException(what + ": Input/output error (injected)");
            case DISK_FULL -> throw new IOException(what + ": No space left on device (injected)");
            case POWER_CUT -> throw new PowerCutException(what);
        }
    }
}
