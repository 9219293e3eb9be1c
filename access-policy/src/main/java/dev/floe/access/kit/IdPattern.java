package dev.floe.access.kit;

import dev.floe.format.Bytes;
import java.util.Arrays;
import java.util.List;

/// The identities that an access is for: some bytes are given, some are free.
///
/// @param bytes       the given bytes; zero where they are free
/// @param isGiven     1 where a byte is given, 0 where it is free
/// @param isOpenEnded whether any bytes may follow
record IdPattern(Bytes bytes, Bytes isGiven, boolean isOpenEnded) {

    /// The pattern of an access's pieces.
    static IdPattern of(Expressions expressions, List<String> pieces) {
        byte[] bytes = {};
        byte[] given = {};
        boolean openEnded = false;
        for (String piece : pieces) {
            if (piece.equals(Scenario.Access.ANY)) {
                openEnded = true;
                continue;
            }
            byte[] value = expressions.piece(piece).toByteArray();
            int from = bytes.length;
            bytes = Arrays.copyOf(bytes, from + value.length);
            given = Arrays.copyOf(given, from + value.length);
            if (!piece.startsWith(Scenario.Access.FREE)) {
                System.arraycopy(value, 0, bytes, from, value.length);
                Arrays.fill(given, from, given.length, (byte) 1);
            }
        }
        return new IdPattern(Bytes.copyOf(bytes), Bytes.copyOf(given), openEnded);
    }

    boolean matches(Bytes id) {
        if (id.size() < bytes.size() || id.size() > bytes.size() && !isOpenEnded) {
            return false;
        }
        for (int i = 0; i < bytes.size(); i++) {
            if (isGiven.get(i) == 1 && id.get(i) != bytes.get(i)) {
                return false;
            }
        }
        return true;
    }
}
