package dev.floe.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a name of a simulated store stands for: what running programs see, and what the disk would still have after
/// a power cut.
sealed interface SimNode {

    /// A directory. `entries` is what programs see, `durable` what is on disk, `pending` leads from one to the
    /// other.
    final class Directory implements SimNode {
        final Map<String, SimNode> entries = new TreeMap<>();
        final Map<String, SimNode> durable = new TreeMap<>();
        final List<Change> pending = new ArrayList<>();

        /// Makes a change visible, and durable some time after.
        ///
        /// @param onlyAfter changes of other directories that must reach the disk before this one
        Change change(Map<String, @Nullable SimNode> edits, List<Change> onlyAfter) {
            Change change = new Change(this, edits, onlyAfter);
            change.applyTo(entries);
            pending.add(change);
            return change;
        }

        /// The changes of one name that are not durable.
        List<Change> pendingOf(String name) {
            return pending.stream()
                    .filter(change -> change.edits.containsKey(name))
                    .toList();
        }

        /// Makes everything durable.
        void sync() {
            pending.forEach(Change::persist);
            pending.clear();
        }

        /// Makes durable what concerns one name.
        void syncName(String name) {
            List<Change> now = pendingOf(name);
            now.forEach(Change::persist);
            pending.removeAll(now);
        }
    }

    /// A change of one directory: names and what they stand for afterwards, null for nothing. On disk whole or not.
    final class Change {
        private final Directory directory;
        final Map<String, @Nullable SimNode> edits;

        /// A move to another directory adds the name there before it goes from here.
        private final List<Change> onlyAfter;

        private boolean isPersisted;

        Change(Directory directory, Map<String, @Nullable SimNode> edits, List<Change> onlyAfter) {
            this.directory = directory;
            this.edits = edits;
            this.onlyAfter = onlyAfter;
        }

        void applyTo(Map<String, SimNode> names) {
            edits.forEach((name, node) -> {
                if (node == null) {
                    names.remove(name);
                } else {
                    names.put(name, node);
                }
            });
        }

        void persist() {
            if (!isPersisted) {
                onlyAfter.forEach(Change::persist);
                directory.pending.stream()
                        .takeWhile(earlier -> earlier != this)
                        .filter(earlier -> !Collections.disjoint(earlier.edits.keySet(), edits.keySet()))
                        .toList()
                        .forEach(Change::persist);
                applyTo(directory.durable);
                isPersisted = true;
            }
        }

        /// Whether `crash` lets this change reach the disk. Asks once per change and crash.
        boolean survives(Crash crash) {
            return isPersisted || onlyAfter.stream().allMatch(before -> before.survives(crash)) && crash.survives(this);
        }
    }

    /// A file.
    final class File implements SimNode {
        SimBytes content = new SimBytes();
        SimBytes durable = new SimBytes();
        final List<Write> pending = new ArrayList<>();

        void write(long position, byte[] bytes) {
            content.write(position, bytes);
            pending.add(new Write(position, bytes));
        }

        void truncate(long size) {
            content.resize(size);
            pending.add(new Write(size, null));
        }

        void sync() {
            for (Write write : pending) {
                write.applyTo(durable);
            }
            pending.clear();
        }

        /// What Linux does when writing back fails: some of it is on disk, the rest is forgotten but still seen by
        /// readers, and the next sync reports success.
        void failSync(RandomGenerator random) {
            durable = new Crash(random, Crash.Mode.ANY_PART).content(this);
            pending.clear();
        }
    }

    /// A write not yet synced; without bytes it is a truncation to `position`.
    final class Write {
        final long position;
        final byte @Nullable [] bytes;

        Write(long position, byte @Nullable [] bytes) {
            this.position = position;
            this.bytes = bytes;
        }

        void applyTo(SimBytes content) {
            if (bytes == null) {
                content.resize(position);
            } else {
                content.write(position, bytes);
            }
        }
    }
}
