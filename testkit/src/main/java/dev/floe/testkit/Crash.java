package dev.floe.testkit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// One legal outcome of a power cut: decides which unsynced changes reached the disk.
final class Crash {

    /// The unit that a disk writes whole.
    static final int SECTOR_BYTES = 512;

    /// How much of what was not synced is there.
    enum Mode {
        /// Nothing: the usual one for small files.
        NOTHING,
        /// All of it: nothing was lost, but nothing may have been told either.
        EVERYTHING,
        /// Everything up to some moment, the last write torn: what a journal with ordered data leaves.
        A_PREFIX,
        /// Any sectors and any directory changes, in any order, with a size that may be ahead of the data.
        ANY_PART,
        /// Only the process ended: all is as programs saw it. What a failed sync lost is still seen, and still not
        /// on the disk.
        NO_POWER_CUT
    }

    private final RandomGenerator random;
    private final Mode mode;

    /// Decisions about directory changes, so that two directories agree about a move.
    private final Map<SimNode.Change, Boolean> decided = new HashMap<>();

    /// One of the power cuts, by chance.
    static Crash any(RandomGenerator random) {
        List<Mode> modes = List.of(Mode.NOTHING, Mode.EVERYTHING, Mode.A_PREFIX, Mode.ANY_PART);
        return new Crash(random, modes.get(random.nextInt(modes.size())));
    }

    Crash(RandomGenerator random, Mode mode) {
        this.random = random;
        this.mode = mode;
    }

    /// Copies a tree as it would be after this crash.
    SimTree tree(SimTree before) {
        return new SimTree(directory(before.root(), new HashMap<>()));
    }

    private SimNode.Directory directory(SimNode.Directory before, Map<SimNode, SimNode> copies) {
        Map<String, SimNode> names = new TreeMap<>(before.durable);
        int prefix = random.nextInt(before.pending.size() + 1);
        for (int i = 0; i < before.pending.size(); i++) {
            SimNode.Change change = before.pending.get(i);
            if (mode == Mode.A_PREFIX) {
                decided.putIfAbsent(change, i < prefix);
            }
            if (change.survives(this)) {
                change.applyTo(names);
            }
        }
        SimNode.Directory after = new SimNode.Directory();
        copies.put(before, after);
        names.forEach((name, node) -> {
            SimNode copy = copies.get(node);
            if (copy == null) {
                copy = switch (node) {
                    case SimNode.Directory d -> directory(d, copies);
                    case SimNode.File f -> file(f);
                };
                copies.put(node, copy);
            }
            after.entries.put(name, copy);
            after.durable.put(name, copy);
        });
        return after;
    }

    boolean survives(SimNode.Change change) {
        return decided.computeIfAbsent(change, c -> switch (mode) {
            case NOTHING -> false;
            case EVERYTHING, NO_POWER_CUT -> true;
            case A_PREFIX, ANY_PART -> random.nextBoolean();
        });
    }

    private SimNode.File file(SimNode.File before) {
        SimNode.File after = new SimNode.File();
        after.durable = content(before);
        after.content = (mode == Mode.NO_POWER_CUT ? before.content : after.durable).copy();
        return after;
    }

    /// The bytes of a file after this crash.
    SimBytes content(SimNode.File file) {
        SimBytes disk = file.durable.copy();
        List<SimNode.Write> pending = file.pending;
        switch (mode) {
            case NOTHING -> {}
            case EVERYTHING, NO_POWER_CUT -> pending.forEach(write -> write.applyTo(disk));
            case A_PREFIX -> {
                int whole = random.nextInt(pending.size() + 1);
                pending.subList(0, whole).forEach(write -> write.applyTo(disk));
                if (whole < pending.size()) {
                    tear(pending.get(whole), disk, true);
                }
            }
            case ANY_PART -> {
                pending.forEach(write -> tear(write, disk, false));
                resizeToSomeMoment(file, disk);
            }
        }
        return disk;
    }

    /// Applies the first sectors of a write, or any.
    private void tear(SimNode.Write write, SimBytes disk, boolean inOrder) {
        byte[] bytes = write.bytes;
        if (bytes == null) {
            if (random.nextBoolean()) {
                disk.resize(Math.min(disk.size(), write.position));
            }
            return;
        }
        long stop = inOrder ? write.position + random.nextInt(bytes.length + 1) : Long.MAX_VALUE;
        long at = write.position;
        long end = at + bytes.length;
        while (at < end) {
            long sectorEnd = Math.min(end, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
            if (inOrder ? sectorEnd <= stop : random.nextBoolean()) {
                int from = (int) (at - write.position);
                disk.write(at, Arrays.copyOfRange(bytes, from, from + (int) (sectorEnd - at)));
            }
            at = sectorEnd;
        }
    }

    /// The size is kept apart from the data: it is what it was at some moment since the last sync, and what lies
    /// behind the data that made it is zeros, or what an old file left in the block.
    private void resizeToSomeMoment(SimNode.File file, SimBytes disk) {
        long size = file.durable.size();
        int moments = random.nextInt(file.pending.size() + 1);
        for (SimNode.Write write : file.pending.subList(0, moments)) {
            byte[] bytes = write.bytes;
            size = bytes == null ? write.position : Math.max(size, write.position + bytes.length);
        }
        int before = disk.size();
        disk.resize(size);
        if (size > before && random.nextInt(4) == 0) {
            byte[] old = new byte[(int) size - before];
            random.nextBytes(old);
            disk.write(before, old);
        }
    }
}
