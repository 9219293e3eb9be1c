package dev.floe.host.internal;

import dev.floe.host.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A file on disk that an interrupt does not close.
///
/// [FileChannel] closes itself when a thread inside it is interrupted, which would let one cancelled reader break
/// all others and one cancelled commit break a log. [AsynchronousFileChannel] has no such rule; given an executor
/// that runs tasks at once in the calling thread it is a plain blocking channel.
public final class DiskFile implements FileStore.OpenFile {

    private static final ExecutorService IN_CALLER = new CallerRuns();

    /// An fsync blocks its carrier for milliseconds, and the JDK cannot know for this kind of channel, so virtual
    /// threads wait here while a platform thread does it.
    private static final ExecutorService SYNCS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("floe-sync-", 0).factory());

    private final Path path;
    private final AsynchronousFileChannel channel;
    private volatile @Nullable IOException failedSync;

    private DiskFile(Path path, AsynchronousFileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Opens `path` with exactly these options; `attributes` are those of a file that it creates.
    public static DiskFile open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new DiskFile(path, AsynchronousFileChannel.open(path, options, IN_CALLER, attributes));
    }

    /// Makes the entries of a directory durable.
    public static void syncDirectory(Path directory) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return; // directories cannot be opened there; NTFS journals their entries itself
        }
        inPlatformThread(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    @Override
    public long sizeBytes() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int count = result(channel.read(target, position + total));
            if (count < 0) {
                break;
            }
            total += count;
        }
        return total;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        refuseAfterFailedSync();
        long at = position;
        try {
            while (source.hasRemaining()) {
                at += result(channel.write(source, at));
            }
        } catch (NonWritableChannelException e) {
            throw readOnly(e);
        }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        refuseAfterFailedSync();
        try {
            channel.truncate(sizeBytes);
        } catch (NonWritableChannelException e) {
            throw readOnly(e);
        }
    }

    @Override
    public void sync() throws IOException {
        refuseAfterFailedSync();
        try {
            inPlatformThread(() -> channel.force(false));
        } catch (IOException e) {
            failedSync = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private IOException readOnly(NonWritableChannelException e) {
        return new IOException(path + " was opened for reading only", e);
    }

    private void refuseAfterFailedSync() throws IOException {
        IOException earlier = failedSync;
        if (earlier != null) {
            throw new IOException(
                    path + ": an earlier sync failed, so nobody knows what is on disk; write a new file", earlier);
        }
    }

    private static int result(Future<Integer> done) throws IOException {
        return switch (done.state()) {
            case SUCCESS -> done.resultNow();
            case FAILED -> throw asIo(done.exceptionNow());
            case RUNNING, CANCELLED -> throw new IllegalStateException("the channel did not run in the caller");
        };
    }

    private interface Action {
        void run() throws IOException;
    }

    /// Waits for `action` to the end even when interrupted: what was begun on disk must have a known outcome.
    private static void inPlatformThread(Action action) throws IOException {
        Future<?> done = SYNCS.submit(() -> {
            action.run();
            return true;
        });
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException later) {
                    wasInterrupted = true;
                } catch (ExecutionException e) {
                    throw asIo(e.getCause() == null ? e : e.getCause());
                }
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException asIo(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(cause);
        };
    }
}
