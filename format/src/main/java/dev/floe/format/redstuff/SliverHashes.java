package dev.floe.format.redstuff;

import dev.floe.format.Axis;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.format.internal.redstuff.Kernels;
import dev.floe.format.internal.redstuff.Lanes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Collects the hashes of all slivers of a blob from the tiles of its columns.
///
/// A tile hashes 8 columns of the extended matrix, all n rows. The trees of the columns end inside it. Of each row
/// it sees 8 leaves, which are three levels of that row's tree: one node per row and tile is kept, and the rest of
/// the row trees is done when all tiles are there. Parts of different tiles and groups may be done by different
/// threads.
public final class SliverHashes {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ROW_LEVELS = 3;

    private final int storageShards;
    private final int groups;
    private final long[] nodes;
    private final long[] rows;
    private final long[] columns;

    /// Room for the hashes of a blob.
    public SliverHashes(StorageShards shards) {
        storageShards = shards.count();
        groups = (storageShards + Lanes.COUNT - 1) / Lanes.COUNT;
        nodes = new long[groups * groups * Kernels.DIGEST_WORDS];
        rows = new long[groups * Kernels.DIGEST_WORDS];
        columns = new long[groups * Kernels.DIGEST_WORDS];
    }

    /// How many tiles of columns there are, and how many groups of rows.
    public int tiles() {
        return groups;
    }

    /// First column of a tile, or first row of a group.
    public int first(int tile) {
        return tile * Lanes.COUNT;
    }

    /// How many columns a tile has, or rows a group: 8, fewer in the last.
    public int size(int tile) {
        return Math.min(Lanes.COUNT, storageShards - first(tile));
    }

    /// Takes the hashes of a tile of all n rows of `size(tile)` columns, completely fed.
    public void addTile(int tile, SliverTile columnsOfTile) {
        Kernels kernels = columnsOfTile.kernels();
        long[] leaves = columnsOfTile.leaves();
        long[] square = new long[Lanes.COUNT * Kernels.DIGEST_WORDS];
        long[] scratch = new long[Kernels.TREE_SCRATCH_WORDS];
        for (int group = 0; group < groups; group++) {
            for (int word = 0; word < Kernels.DIGEST_WORDS; word += Lanes.COUNT) {
                kernels.transpose(
                        leaves,
                        group * Lanes.COUNT * Kernels.DIGEST_WORDS + word,
                        Kernels.DIGEST_WORDS,
                        square,
                        word,
                        Kernels.DIGEST_WORDS);
            }
            int left = size(tile);
            int total = storageShards;
            for (int level = 0; level < ROW_LEVELS && total > 1; level++) {
                kernels.treeLevel(square, 0, left, scratch);
                left = (left + 1) / 2;
                total = (total + 1) / 2;
            }
            System.arraycopy(square, 0, nodes, (tile * groups + group) * Kernels.DIGEST_WORDS, Kernels.DIGEST_WORDS);
        }
        columnsOfTile.reduce();
        System.arraycopy(leaves, 0, columns, tile * Kernels.DIGEST_WORDS, Kernels.DIGEST_WORDS);
    }

    /// Finishes the trees of the rows of a group, after all tiles were added.
    public void finishRows(int group, SliverCodec codec) {
        long[] level = new long[groups * Kernels.DIGEST_WORDS];
        for (int tile = 0; tile < groups; tile++) {
            System.arraycopy(
                    nodes,
                    (tile * groups + group) * Kernels.DIGEST_WORDS,
                    level,
                    tile * Kernels.DIGEST_WORDS,
                    Kernels.DIGEST_WORDS);
        }
        codec.kernels().treeRoots(level, 0, groups, new long[Kernels.TREE_SCRATCH_WORDS]);
        System.arraycopy(level, 0, rows, group * Kernels.DIGEST_WORDS, Kernels.DIGEST_WORDS);
    }

    /// The hash of a sliver, after all rows are finished.
    public Digest hash(Axis axis, int sliverIndex) {
        long[] of = axis == Axis.PRIMARY ? rows : columns;
        int at = sliverIndex / Lanes.COUNT * Kernels.DIGEST_WORDS + sliverIndex % Lanes.COUNT;
        byte[] bytes = new byte[Digest.SIZE_BYTES];
        for (int i = 0; i < 4; i++) {
            LONG.set(bytes, 8 * i, of[at + i * Lanes.COUNT]);
        }
        return Digest.copyOf(bytes);
    }
}
