package dev.floe.host;

import dev.floe.host.internal.DiskFile;
import dev.floe.host.internal.DiskLock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A [FileStore] in a directory of this machine.
///
/// Symbolic links below the root are refused, so that a planted link cannot lead a read or write out of the store.
/// That is a check before the operation: it does not defend against a process that swaps links while we run, which
/// has the rights to change our files anyway.
public final class DiskFileStore implements FileStore {

    private final Path root;

    /// Directories whose own entry and all parents' entries were synced by this object.
    private final Set<String> durableDirectories = ConcurrentHashMap.newKeySet();

    private DiskFileStore(Path root) {
        this.root = root;
    }

    /// Opens the store in `root`, creating the directory when it is missing.
    ///
    /// @throws IOException if it cannot be created or is not a directory
    public static DiskFileStore open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        List<Path> created = new ArrayList<>();
        for (Path p = absolute; p != null && !Files.exists(p); p = p.getParent()) {
            created.add(p);
        }
        Files.createDirectories(absolute);
        for (Path p : created) {
            Path parent = p.getParent();
            if (parent != null) {
                DiskFile.syncDirectory(parent);
            }
        }
        return new DiskFileStore(absolute.toRealPath());
    }

    /// Where the store is, absolute and without links.
    public Path root() {
        return root;
    }

    @Override
    public OpenFile openRead(String path) throws IOException {
        Path file = resolve(path);
        refuseDirectory(file, path);
        return DiskFile.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public OpenFile create(String path) throws IOException {
        Path file = resolveForWriting(path);
        return DiskFile.open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW,
                        LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public OpenFile createPrivate(String path) throws IOException {
        Path file = resolveForWriting(path);
        return DiskFile.open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW,
                        LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.ownerOnly());
    }

    @Override
    public void requirePrivate(String path) throws IOException {
        Path file = resolve(path);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path);
        }
        if (PrivateFiles.ownerOnly().length > 0) {
            PrivateFiles.requirePrivate(file, "600");
        }
    }

    @Override
    public OpenFile openWrite(String path) throws IOException {
        Path file = resolveForWriting(path);
        refuseDirectory(file, path);
        return DiskFile.open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public MemorySegment map(String path, Arena arena) throws IOException {
        Path file = resolve(path);
        refuseDirectory(file, path);
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolveForWriting(to);
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(from);
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to, null, "is a directory");
        }
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            durableDirectories.clear();
        }
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String path) throws IOException {
        Path file = resolve(path);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            durableDirectories.clear();
        }
        Files.deleteIfExists(file);
    }

    @Override
    public void createDirectories(String path) throws IOException {
        Path directory = resolve(path);
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            NotDirectoryException wrong = new NotDirectoryException(path);
            wrong.initCause(e);
            throw wrong;
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
        return Files.isDirectory(resolveDirectory(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolveDirectory(directory))) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException missing) {
            return List.of();
        }
        names.remove(StorePath.LOCK_NAME);
        Collections.sort(names);
        return names;
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        DiskFile.syncDirectory(resolveDirectory(directory));
        String child = directory;
        while (!child.isEmpty() && !durableDirectories.contains(child)) {
            String parent = StorePath.parent(child);
            DiskFile.syncDirectory(resolveDirectory(parent));
            child = parent;
        }
        for (String done = directory; !done.isEmpty(); done = StorePath.parent(done)) {
            durableDirectories.add(done);
        }
    }

    @Override
    public StoreLock lock() throws IOException {
        return DiskLock.take(root.resolve(StorePath.LOCK_NAME), root);
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public String toString() {
        return "DiskFileStore[" + root + "]";
    }

    private Path resolveForWriting(String path) throws IOException {
        Path file = resolve(path);
        String parent = StorePath.parent(path);
        if (!parent.isEmpty()) {
            createDirectories(parent);
        }
        return file;
    }

    private Path resolveDirectory(String path) throws IOException {
        return path.isEmpty() ? root : resolve(path);
    }

    /// The place of `path` on disk, after checking that no part of the way is a link.
    private Path resolve(String path) throws IOException {
        Path place = root;
        for (String part : StorePath.parts(StorePath.check(path))) {
            place = place.resolve(part);
            if (Files.isSymbolicLink(place)) {
                throw new IOException("'" + path + "' in " + root + ": " + place
                        + " is a symbolic link; stores hold plain files and directories only, remove it");
            }
        }
        return place;
    }

    private static void refuseDirectory(Path file, String path) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'" + path + "' is a directory, expected a file");
        }
    }
}
