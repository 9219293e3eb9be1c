package dev.floe.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// An ext4 file system of its own in a file, whose power can be cut: what was not synced is gone, as with a disk.
/// `kill -9` would not do, for the page cache survives it. Needs Linux, root, mkfs.ext4 and a loop device.
final class LoopDisk implements AutoCloseable {

    private static final long SIZE_BYTES = 32 << 20;

    /// `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`: the file system stops at once, its journal too.
    private static final long SHUTDOWN = 0x8004587dL;

    private static final int WITHOUT_FLUSH = 2;
    private static final int O_DIRECTORY = 0x10000;

    private final Path image;
    private final Path mount;
    private boolean isMounted;

    private LoopDisk(Path folder) throws IOException {
        image = folder.resolve("disk.img");
        mount = Files.createDirectory(folder.resolve("disk"));
    }

    /// Why there can be no such disk here, or nothing if there can.
    static Optional<String> whyNot() throws IOException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.of("needs Linux");
        }
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return Optional.of("needs root, to mount");
        }
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            return Optional.of("needs loop devices");
        }
        return Optional.empty();
    }

    /// A new empty disk, mounted.
    static LoopDisk create(Path folder) throws IOException, InterruptedException {
        LoopDisk disk = new LoopDisk(folder);
        try (FileChannel channel =
                FileChannel.open(disk.image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), SIZE_BYTES - 1);
        }
        run("mkfs.ext4", "-q", "-F", disk.image.toString());
        disk.mount();
        return disk;
    }

    /// Where the files are.
    Path folder() {
        return mount;
    }

    /// Ends the power. Every operation under way or later fails.
    @SuppressWarnings("restricted")
    void cutPower() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle open = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
            MethodHandle ioctl = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
            MethodHandle close = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("close"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_FLUSH);
            int directory = (int) open.invokeExact(arena.allocateFrom(mount.toString()), O_DIRECTORY);
            int result = (int) ioctl.invokeExact(directory, SHUTDOWN, how);
            int closed = (int) close.invokeExact(directory);
            if (result != 0 || closed != 0) {
                throw new IOException("this kernel does not shut down ext4 at " + mount);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Mounts again, as after a restart of the machine. All files must be closed.
    void restart() throws IOException, InterruptedException {
        unmount();
        mount();
    }

    private void mount() throws IOException, InterruptedException {
        run("mount", "-o", "loop", image.toString(), mount.toString());
        isMounted = true;
    }

    private void unmount() throws IOException, InterruptedException {
        if (isMounted) {
            run("umount", mount.toString());
            isMounted = false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }
}
