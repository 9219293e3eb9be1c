package dev.floe.cli.quilt;

import dev.floe.format.StorageShards;
import dev.floe.format.quilt.Quilt;
import dev.floe.format.quilt.QuiltFile;
import dev.floe.format.quilt.QuiltPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files a quilt is made of, mapped, by the names they get in it: a file its own name, files of a folder their
/// path below it. For one thread.
final class QuiltFiles implements AutoCloseable {

    private static final int MAX_DEPTH = 64;

    private final Map<String, MappedFile> files = new LinkedHashMap<>();

    private QuiltFiles() {}

    /// Takes a row of the quilt.
    @FunctionalInterface
    interface RowSink {
        void accept(byte[] row) throws IOException;
    }

    static QuiltFiles open(List<Path> paths) throws IOException {
        QuiltFiles opened = new QuiltFiles();
        try {
            for (Path path : paths) {
                opened.add(path);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    int count() {
        return files.size();
    }

    long sizeBytes(QuiltPatch patch) {
        return file(patch.identifier()).sizeBytes();
    }

    Quilt plan(StorageShards shards, Map<String, String> tags) {
        List<QuiltFile> planned = new ArrayList<>();
        files.forEach((name, file) -> planned.add(new QuiltFile(name, new TreeMap<>(tags), file.sizeBytes())));
        return Quilt.plan(shards, planned);
    }

    /// Gives the rows of the quilt to `sink`, one after the other.
    ///
    /// @throws IllegalStateException if somebody has changed a file meanwhile
    void write(Quilt quilt, RowSink sink) throws IOException {
        byte[] row = new byte[quilt.rowSize()];
        for (int i = 0; i < quilt.rowCount(); i++) {
            quilt.fillRow(i, (name, offset, bytes, at, length) -> file(name).read(offset, bytes, at, length), row);
            sink.accept(row);
        }
        for (MappedFile file : files.values()) {
            file.requireUnchanged();
        }
    }

    @Override
    public void close() {
        files.values().forEach(MappedFile::close);
    }

    private MappedFile file(String name) {
        return Objects.requireNonNull(files.get(name));
    }

    private void add(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            addFile(Objects.requireNonNullElse(path.getFileName(), path).toString(), path);
            return;
        }
        List<Path> found;
        try (Stream<Path> walk = Files.walk(path, MAX_DEPTH)) {
            found = walk.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        for (Path file : found) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException("not a regular file: " + file + "; leave it out or copy it");
            }
            String separator = path.getFileSystem().getSeparator();
            addFile(path.relativize(file).toString().replace(separator, "/"), file);
        }
    }

    private void addFile(String name, Path path) throws IOException {
        MappedFile file = MappedFile.open(path);
        MappedFile twin = files.putIfAbsent(name, file);
        if (twin != null) {
            file.close();
            throw new IllegalArgumentException("two files are called " + name + "; every file needs its own name");
        }
    }
}
