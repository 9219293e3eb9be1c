package dev.floe.format.quilt;

import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.util.Base64;

/// The name of one file in a quilt. It depends on the whole quilt: the same file in another quilt has another id.
///
/// | bytes | field        | rule                             |
/// |------:|--------------|----------------------------------|
/// |    32 | quilt        | the blob id of the quilt         |
/// |     1 | version      | 1                                |
/// |     2 | start column | u16 little-endian, at least 1    |
/// |     2 | end column   | u16 little-endian, exclusive     |
///
/// Text form: URL-safe Base64 without padding, 50 characters.
///
/// @param quilt the blob the file is in
/// @param startColumn the first column it fills
/// @param endColumn one past the last
public record QuiltPatchId(BlobId quilt, int startColumn, int endColumn) implements Bcs {

    private static final int VERSION = 1;
    private static final int TEXT_CHARACTERS = 50;

    public QuiltPatchId {
        requireColumns(startColumn, endColumn);
    }

    /// The id of `patch` in `quilt`.
    public static QuiltPatchId of(BlobId quilt, QuiltPatch patch) {
        return new QuiltPatchId(quilt, patch.startColumn(), patch.endColumn());
    }

    /// Parses the 50-character text form.
    ///
    /// @throws IllegalArgumentException if `text` is not the canonical form of a patch id
    public static QuiltPatchId parse(String text) {
        if (text.length() != TEXT_CHARACTERS) {
            throw new IllegalArgumentException(
                    "quilt patch id: expected 50 characters of URL-safe Base64, got " + text.length());
        }
        QuiltPatchId id;
        try {
            Bytes bytes = Bytes.copyOf(Base64.getUrlDecoder().decode(text));
            id = Bcs.decode("quilt patch id", bytes, QuiltPatchId::read);
        } catch (IllegalArgumentException | DataException.Corrupt e) {
            throw new IllegalArgumentException("quilt patch id " + text + ": " + e.getMessage(), e);
        }
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("quilt patch id: unused bits of the last character are set: " + text);
        }
        return id;
    }

    /// Reads the 37 bytes.
    public static QuiltPatchId read(BcsReader in) {
        BlobId quilt = BlobId.read(in);
        int version = in.u8();
        int start = in.u16();
        int end = in.u16();
        if (version != VERSION || start < 1 || end <= start) {
            throw in.corrupt("expected version 1 and a run of columns from 1 upwards, got version " + version
                    + " and columns " + start + " to " + end);
        }
        return new QuiltPatchId(quilt, start, end);
    }

    @Override
    public void write(BcsWriter out) {
        quilt.write(out);
        out.u8(VERSION).u16(startColumn).u16(endColumn);
    }

    static void requireColumns(int startColumn, int endColumn) {
        if (startColumn < 1 || endColumn <= startColumn || endColumn > 0xFFFF) {
            throw new IllegalArgumentException("quilt patch: columns " + startColumn + " to " + endColumn
                    + " are no run of columns after the index in column 0");
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(toBcs().toByteArray());
    }
}
