package dev.floe.host;

import dev.floe.host.internal.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder of small files that only their owner may read: secrets. The folder has mode 0700, files 0600; a looser
/// mode,
/// a symbolic link or a foreign owner is refused with [AccessDeniedException], which says what to run. Files are
/// written
/// once and are on disk when [#create] returns. Safe for concurrent use, also by several processes.
public final class PrivateFiles {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final Path folder;

    private PrivateFiles(Path folder) {
        this.folder = folder;
    }

    /// Opens a folder; creates it, and parents, when missing.
    public static PrivateFiles open(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent != null) {
            DiskFileStore.open(parent);
        }
        try {
            Files.createDirectory(absolute, PosixFilePermissions.asFileAttribute(FOLDER));
            if (parent != null) {
                DiskFile.syncDirectory(parent);
            }
        } catch (FileAlreadyExistsException e) {
            requirePrivate(absolute, "700");
        }
        return new PrivateFiles(absolute);
    }

    /// Names of all files, sorted; unfinished ones are left out.
    public List<String> list() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> !DurableFile.isTemporary(name))
                    .sorted()
                    .toList();
        }
    }

    /// The content of a file of at most `maxBytes` bytes. The caller zeroes it.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    /// @throws AccessDeniedException if others may read it, or it is no ordinary file
    public byte[] read(String name, int maxBytes) throws IOException {
        Path file = folder.resolve(checkName(name));
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            requirePrivate(file, "600");
            if (channel.size() > maxBytes) {
                throw new CorruptFileException(
                        file + " has " + channel.size() + " bytes, expected at most " + maxBytes);
            }
            ByteBuffer content = ByteBuffer.allocate((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // until full
            }
            return content.array();
        }
    }

    /// Writes a new file; on disk when this returns.
    ///
    /// @throws FileAlreadyExistsException if there is one of that name
    public void create(String name, byte[] content) throws IOException {
        Path file = folder.resolve(checkName(name));
        Path temporary = Files.createTempFile(folder, name, "~0", PosixFilePermissions.asFileAttribute(FILE));
        try {
            try (FileChannel channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE))) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            // A link, unlike a rename, fails when the name is taken.
            Files.createLink(file, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
        DiskFile.syncDirectory(folder);
    }

    /// Deletes a file; does nothing when there is none.
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(checkName(name)));
        DiskFile.syncDirectory(folder);
    }

    private static String checkName(String name) {
        if (StorePath.check(name).contains("/") || DurableFile.isTemporary(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a plain file name");
        }
        return name;
    }

    /// What makes a new file its owner's alone; nothing on machines without such modes.
    static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0];
    }

    static void requirePrivate(Path path, String mode) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new AccessDeniedException(path + " (a symbolic link; put the file itself there)");
        }
        Set<PosixFilePermission> others = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (others.stream().anyMatch(permission -> !FOLDER.contains(permission))) {
            throw new AccessDeniedException(path + " (mode " + PosixFilePermissions.toString(others)
                    + ", others may read or change it; run: chmod " + mode + " '" + path + "')");
        }
    }
}
