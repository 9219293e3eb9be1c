package dev.floe.storage.encoding;

/// A rectangle of symbols of a matrix, and of each symbol the bytes of one band.
///
/// @param row first row
/// @param rows how many rows
/// @param column first column
/// @param columns how many columns
/// @param start first byte of each symbol
/// @param bytes how many bytes of each symbol
record Rectangle(int row, int rows, int column, int columns, int start, int bytes) {

    /// Bytes it takes when packed row by row.
    long packedBytes() {
        return (long) rows * columns * bytes;
    }

    /// The same with other columns.
    Rectangle withColumns(int from, int count) {
        return new Rectangle(row, rows, from, count, start, bytes);
    }
}
