package dev.floe.format;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Decides whether names from outside may become files below a folder: all of them, before the first is written.
public final class FileNames {

    private static final int MAX_PART_BYTES = 255;

    private FileNames() {}

    /// Requires that every name is a relative path that stays below its folder, and that no two of them meet on
    /// a file system that ignores case or Unicode form.
    ///
    /// @throws IllegalArgumentException naming the first name that is not safe, and why
    public static void requireSafe(Collection<String> names) {
        Map<String, String> files = new TreeMap<>();
        Map<String, String> folders = new HashMap<>();
        for (String name : names) {
            requireSafe(name);
            String folded = fold(name);
            String twin = files.put(folded, name);
            if (twin != null) {
                throw unsafe(name, "it is the same file as '" + printable(twin) + "' where case does not count");
            }
            for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
                folders.putIfAbsent(folded.substring(0, slash), name);
            }
        }
        Set<String> both = new TreeSet<>(files.keySet());
        both.retainAll(folders.keySet());
        for (String clash : both) {
            throw unsafe(
                    String.valueOf(files.get(clash)),
                    "it is a folder in '" + printable(String.valueOf(folders.get(clash))) + "'");
        }
    }

    /// Requires that `name` alone is a relative path that stays below its folder.
    ///
    /// @throws IllegalArgumentException if it is not
    public static void requireSafe(String name) {
        if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw unsafe(name, "it has control characters or half a surrogate pair");
        }
        if (name.indexOf('\\') >= 0) {
            throw unsafe(name, "it has a backslash");
        }
        if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*")) {
            throw unsafe(name, "it is absolute");
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw unsafe(name, "it has an empty part, '.' or '..'");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
                throw unsafe(name, "a part is longer than " + MAX_PART_BYTES + " bytes");
            }
        }
    }

    // Upper case first: it joins letters that have several lower cases, as ς and σ.
    private static String fold(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static IllegalArgumentException unsafe(String name, String reason) {
        return new IllegalArgumentException("file name '" + printable(name) + "' is not safe: " + reason);
    }

    private static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(100)
                .forEach(c -> shown.append(Character.isISOControl(c) ? "?" : Character.toString(c)));
        return shown.toString();
    }
}
