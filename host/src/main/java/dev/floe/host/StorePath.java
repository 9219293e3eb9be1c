package dev.floe.host;

import java.util.List;

/// The rule for paths inside a [FileStore], in one place for every implementation.
public final class StorePath {

    /// The file a store keeps for its exclusive lock; hidden from callers.
    public static final String LOCK_NAME = ".lock";

    /// Longest path, in characters. File systems allow 255 bytes per name and 4,096 per path; the rest is for the
    /// root.
    public static final int MAX_CHARS = 1_024;

    private StorePath() {}

    /// Checks a path of a file or directory and returns it.
    ///
    /// @throws IllegalArgumentException if it is empty, absolute, leaves the store, or has a part no store accepts
    public static String check(String path) {
        if (path.isEmpty() || path.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "store path has " + path.length() + " characters, expected 1 to " + MAX_CHARS);
        }
        for (String part : path.split("/", -1)) {
            checkPart(part, path);
        }
        return path;
    }

    /// Checks a path of a directory, where `""` is the root.
    ///
    /// @throws IllegalArgumentException as [#check]
    public static String checkDirectory(String path) {
        return path.isEmpty() ? path : check(path);
    }

    /// The directory a path lies in; `""` is the root.
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The last part of a path.
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The parts of a path, none for the root.
    public static List<String> parts(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    }

    /// `name` inside `directory`.
    public static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    private static void checkPart(String part, String path) {
        boolean isBad = part.isEmpty() || part.equals(".") || part.equals("..") || part.equals(LOCK_NAME);
        // Code points: a surrogate pair is one character, half of one is none.
        isBad |= part.codePoints().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\' || (c >= 0xD800 && c <= 0xDFFF));
        if (isBad) {
            throw new IllegalArgumentException("store path '" + printable(path) + "' has the part '" + printable(part)
                    + "'; expected names without '.', '..', '.lock', backslash or control characters");
        }
    }

    /// Control characters become `?`, so that a message cannot rewrite a terminal.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
