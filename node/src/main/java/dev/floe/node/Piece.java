package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import java.util.Optional;

/// What a node stores of a blob, each in a file of its own: the metadata, or one sliver.
///
/// @param blob the blob
/// @param kind metadata or a sliver of one axis
/// @param pair the sliver pair; 0 for metadata
public record Piece(BlobId blob, Kind kind, int pair) implements Comparable<Piece> {

    private static final int HEX_CHARACTERS = 64;

    /// What is in the file.
    public enum Kind {
        /// BCS of the blob's metadata, without the id.
        METADATA('m', 0),
        /// BCS of a primary sliver.
        PRIMARY('p', 1),
        /// BCS of a secondary sliver.
        SECONDARY('s', 2);

        private final char letter;
        private final int code;

        Kind(char letter, int code) {
            this.letter = letter;
            this.code = code;
        }

        /// The byte in the header of the file.
        int code() {
            return code;
        }

        /// The kind for slivers of `axis`.
        public static Kind of(Axis axis) {
            return axis == Axis.PRIMARY ? PRIMARY : SECONDARY;
        }

        /// The axis of the sliver.
        ///
        /// @throws IllegalStateException if this is metadata
        public Axis axis() {
            return switch (this) {
                case METADATA -> throw new IllegalStateException("metadata has no axis");
                case PRIMARY -> Axis.PRIMARY;
                case SECONDARY -> Axis.SECONDARY;
            };
        }
    }

    public Piece {
        boolean isBad = kind == Kind.METADATA ? pair != 0 : pair < 0 || pair >= StorageShards.MAX;
        if (isBad) {
            throw new IllegalArgumentException("sliver pair " + pair + " of a piece of kind " + kind);
        }
    }

    /// The metadata of `blob`.
    public static Piece metadata(BlobId blob) {
        return new Piece(blob, Kind.METADATA, 0);
    }

    /// The sliver of `axis` in sliver pair `pair` of `blob`.
    public static Piece sliver(BlobId blob, Axis axis, int pair) {
        return new Piece(blob, Kind.of(axis), pair);
    }

    /// The directory of a blob's files; its first byte spreads them over 256.
    static String directory(BlobId blob) {
        return "slivers/" + blob.value().toHex().substring(0, 2);
    }

    /// The name of the file without its directory.
    String fileName() {
        String suffix = kind == Kind.METADATA ? "" : Integer.toString(pair);
        return blob.value().toHex() + "." + kind.letter + suffix;
    }

    /// Where the file is in the store.
    String path() {
        return directory(blob) + "/" + fileName();
    }

    /// The piece whose file is called `name`; none if no piece's is.
    static Optional<Piece> parse(String name) {
        if (name.length() < HEX_CHARACTERS + 2 || name.length() > HEX_CHARACTERS + 6) {
            return Optional.empty();
        }
        try {
            BlobId blob = new BlobId(new Digest(Bytes.parseHex(name.substring(0, HEX_CHARACTERS))));
            String suffix = name.substring(HEX_CHARACTERS + 2);
            for (Kind kind : Kind.values()) {
                if (name.charAt(HEX_CHARACTERS + 1) == kind.letter) {
                    Piece piece = new Piece(blob, kind, suffix.isEmpty() ? 0 : Integer.parseInt(suffix));
                    return piece.fileName().equals(name) ? Optional.of(piece) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Piece other) {
        int byBlob = blob.compareTo(other.blob);
        if (byBlob != 0) {
            return byBlob;
        }
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compare(pair, other.pair);
    }

    @Override
    public String toString() {
        return kind == Kind.METADATA
                ? "metadata of blob " + blob
                : kind.axis().text() + " sliver of pair " + pair + " of blob " + blob;
    }
}
