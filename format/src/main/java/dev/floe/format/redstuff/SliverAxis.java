package dev.floe.format.redstuff;

/// Which way a sliver runs through the message matrix.
public enum SliverAxis {
    /// A row.
    PRIMARY,
    /// A column.
    SECONDARY;

    /// The axis across.
    public SliverAxis other() {
        return this == PRIMARY ? SECONDARY : PRIMARY;
    }
}
