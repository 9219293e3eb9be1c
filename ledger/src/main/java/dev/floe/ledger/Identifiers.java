package dev.floe.ledger;

import dev.floe.format.BcsReader;

/// Names of modules, functions, types and fields in Move: a letter or `_`, then letters, digits and `_`.
public final class Identifiers {

    /// Longest name on Sui (protocol setting `max_move_identifier_len`).
    public static final int MAX_LENGTH = 128;

    private Identifiers() {}

    /// Whether `name` is a valid Move identifier of at most [#MAX_LENGTH] characters.
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.equals("_") || isDigit(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '_');
    }

    /// `name`, when it is valid.
    ///
    /// @throws IllegalArgumentException if it is not
    public static String require(String what, String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    what + ": expected a Move identifier of at most " + MAX_LENGTH + " characters, got '"
                            + (name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "…") + "'");
        }
        return name;
    }

    /// Reads a valid identifier.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if it is not one
    public static String read(BcsReader in) {
        String name = in.string(MAX_LENGTH);
        if (!isValid(name)) {
            throw in.corrupt("not a Move identifier");
        }
        return name;
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
