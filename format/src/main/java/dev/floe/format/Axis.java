package dev.floe.format;

/// The two directions of RedStuff's matrix: primary slivers are rows, secondary slivers are columns.
public enum Axis implements Bcs {
    /// Rows. A row is extended with the secondary code.
    PRIMARY,
    /// Columns. A column is extended with the primary code.
    SECONDARY;

    /// The other axis. Symbols that rebuild a sliver come from slivers of the other axis.
    public Axis other() {
        return this == PRIMARY ? SECONDARY : PRIMARY;
    }

    /// `primary` or `secondary`, as in paths of the storage node API.
    public String text() {
        return this == PRIMARY ? "primary" : "secondary";
    }

    /// Parses `primary` or `secondary`.
    ///
    /// @throws IllegalArgumentException if `text` is neither
    public static Axis parse(String text) {
        return switch (text) {
            case "primary" -> PRIMARY;
            case "secondary" -> SECONDARY;
            default -> throw new IllegalArgumentException("axis: expected primary or secondary, got " + text);
        };
    }

    /// Reads the one-byte form: 0 primary, 1 secondary.
    public static Axis read(BcsReader in) {
        return in.tag(2) == 0 ? PRIMARY : SECONDARY;
    }

    @Override
    public void write(BcsWriter out) {
        out.u8(this == PRIMARY ? 0 : 1);
    }
}
