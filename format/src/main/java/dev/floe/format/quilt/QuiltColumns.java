package dev.floe.format.quilt;

import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;

/// The columns of a quilt, wherever they are: column i is the content of secondary sliver i.
public interface QuiltColumns {

    /// How many columns there are: Ks.
    int count();

    /// Bytes of each column: Kp·S.
    int sizeBytes();

    /// The bytes of column `index`, from top to bottom. Must be verified by whoever gives them.
    ///
    /// @throws dev.floe.format.DataException if they cannot be had
    Bytes column(int index);

    /// Gives pieces of a blob.
    @FunctionalInterface
    interface BlobBytes {
        /// Puts `length` bytes from `offset` into `target` at `at`.
        void read(long offset, byte[] target, int at, int length);
    }

    /// The columns of a quilt of which the whole blob is at hand.
    ///
    /// @throws IllegalArgumentException if no quilt of this network has `blobSize` bytes
    static QuiltColumns ofBlob(StorageShards shards, long blobSize, BlobBytes blob) {
        int rows = shards.primarySourceSymbols();
        int columns = shards.secondarySourceSymbols();
        int symbolSize = shards.symbolSize(blobSize);
        if (blobSize != (long) rows * columns * symbolSize) {
            throw new IllegalArgumentException("blob of " + blobSize + " bytes is no quilt for " + shards.count()
                    + " storage shards: expected a multiple of " + 2L * rows * columns
                    + "; is the number of storage shards right?");
        }
        return new QuiltColumns() {
            @Override
            public int count() {
                return columns;
            }

            @Override
            public int sizeBytes() {
                return Math.multiplyExact(rows, symbolSize);
            }

            @Override
            public Bytes column(int index) {
                if (index < 0 || index >= columns) {
                    throw new IllegalArgumentException("column " + index + " is not below " + columns);
                }
                byte[] column = new byte[sizeBytes()];
                for (int row = 0; row < rows; row++) {
                    long offset = ((long) row * columns + index) * symbolSize;
                    blob.read(offset, column, row * symbolSize, symbolSize);
                }
                return Bytes.copyOf(column);
            }
        };
    }
}
