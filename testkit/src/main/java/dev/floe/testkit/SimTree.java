package dev.floe.testkit;

import dev.floe.host.StorePath;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The directories and files of a simulated store, without faults. Not safe for concurrent use.
final class SimTree {

    private final SimNode.Directory root;

    SimTree() {
        this(new SimNode.Directory());
    }

    SimTree(SimNode.Directory root) {
        this.root = root;
    }

    SimNode.Directory root() {
        return root;
    }

    @Nullable
    SimNode find(String path) {
        SimNode at = root;
        for (String name : StorePath.parts(path)) {
            at = at instanceof SimNode.Directory d ? d.entries.get(name) : null;
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    SimNode.File file(String path) throws IOException {
        return switch (find(path)) {
            case SimNode.File f -> f;
            case SimNode.Directory d ->
                throw new IOException("'" + path + "' is a directory, expected a file: " + d.entries.keySet());
            case null -> throw new NoSuchFileException(path);
        };
    }

    SimNode.Directory directory(String path) throws IOException {
        return switch (find(path)) {
            case SimNode.Directory d -> d;
            case SimNode.File f -> throw new NotDirectoryException(path + ", a file of " + f.content.size() + " bytes");
            case null -> throw new NoSuchFileException(path);
        };
    }

    SimNode.File add(String path) throws IOException {
        SimNode.File file = new SimNode.File();
        makeDirectories(StorePath.parent(path)).change(Map.of(StorePath.name(path), file), List.of());
        return file;
    }

    SimNode.Directory makeDirectories(String path) throws IOException {
        SimNode.Directory at = root;
        for (String name : StorePath.parts(path)) {
            SimNode next = at.entries.get(name);
            if (next == null) {
                next = new SimNode.Directory();
                at.change(Map.of(name, next), List.of());
            }
            if (!(next instanceof SimNode.Directory directory)) {
                throw new NotDirectoryException(path);
            }
            at = directory;
        }
        return at;
    }

    void move(String from, String to) throws IOException {
        SimNode node = find(from);
        if (node == null) {
            throw new NoSuchFileException(from);
        }
        SimNode.Directory source = directory(StorePath.parent(from));
        SimNode.Directory target = makeDirectories(StorePath.parent(to));
        if (target.entries.get(StorePath.name(to)) instanceof SimNode.Directory) {
            throw new FileAlreadyExistsException(to, null, "is a directory");
        }
        Map<String, @Nullable SimNode> add = new HashMap<>();
        Map<String, @Nullable SimNode> remove = new HashMap<>();
        remove.put(StorePath.name(from), null);
        if (source == target) {
            add.putAll(remove);
            add.put(StorePath.name(to), node);
            target.change(add, List.of());
        } else {
            // The file is never lost: it goes from its old place only when the way to the new one is on disk.
            add.put(StorePath.name(to), node);
            List<SimNode.Change> first = new ArrayList<>(pendingWayTo(StorePath.parent(to)));
            first.add(target.change(add, List.of()));
            source.change(remove, first);
        }
    }

    void remove(String path) throws IOException {
        SimNode node = find(path);
        if (node instanceof SimNode.Directory d && !d.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path);
        }
        if (node != null) {
            Map<String, @Nullable SimNode> remove = new HashMap<>();
            remove.put(StorePath.name(path), null);
            directory(StorePath.parent(path)).change(remove, List.of());
        }
    }

    /// Makes the names in a directory durable, and the directory itself.
    void sync(String path) throws IOException {
        directory(path).sync();
        for (String child = path; !child.isEmpty(); child = StorePath.parent(child)) {
            directory(StorePath.parent(child)).syncName(StorePath.name(child));
        }
    }

    long usedBytes() {
        return usedBytes(root);
    }

    private static long usedBytes(SimNode.Directory directory) {
        long sum = 0;
        for (SimNode node : directory.entries.values()) {
            sum += switch (node) {
                case SimNode.Directory d -> usedBytes(d);
                case SimNode.File f -> f.content.size();
            };
        }
        return sum;
    }

    private List<SimNode.Change> pendingWayTo(String path) throws IOException {
        List<SimNode.Change> changes = new ArrayList<>();
        for (String child = path; !child.isEmpty(); child = StorePath.parent(child)) {
            changes.addAll(directory(StorePath.parent(child)).pendingOf(StorePath.name(child)));
        }
        return changes;
    }
}
