package dev.floe.format.committee;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.util.ArrayList;
import java.util.List;

/// Which members of a committee signed, as contracts take it: member i is bit i mod 8 (least significant first) of
/// byte ⌊i / 8⌋. May be shorter than the committee needs, never longer, and no bit past the last member is set.
public final class SignerBitmap {

    private SignerBitmap() {}

    /// The bitmap of `signers` with a bit for every member.
    ///
    /// @param signers indices of members, each once, in any order
    /// @param members size of the committee
    /// @throws IllegalArgumentException if an index is not below `members` or occurs twice
    public static Bytes encode(List<Integer> signers, int members) {
        byte[] bitmap = new byte[(members + 7) / 8];
        for (int signer : signers) {
            if (signer < 0 || signer >= members) {
                throw new IllegalArgumentException("signer " + signer + " is not below " + members);
            }
            int bit = 1 << signer % 8;
            if ((bitmap[signer / 8] & bit) != 0) {
                throw new IllegalArgumentException("signer " + signer + " occurs twice");
            }
            bitmap[signer / 8] |= (byte) bit;
        }
        return Bytes.copyOf(bitmap);
    }

    /// The indices of the members that signed, rising.
    ///
    /// @throws DataException.Corrupt if the bitmap is longer than `members` need, or a bit past them is set
    public static List<Integer> decode(Bytes bitmap, int members) {
        int longest = (members + 7) / 8;
        if (bitmap.size() > longest) {
            throw new DataException.Corrupt("signer bitmap: expected at most " + longest + " bytes for " + members
                    + " members, got " + bitmap.size());
        }
        List<Integer> signers = new ArrayList<>();
        for (int i = 0; i < bitmap.size() * 8; i++) {
            if ((bitmap.get(i / 8) >> i % 8 & 1) != 0) {
                if (i >= members) {
                    throw new DataException.Corrupt(
                            "signer bitmap: bit " + i + " is set, but there are only " + members + " members");
                }
                signers.add(i);
            }
        }
        return List.copyOf(signers);
    }
}
