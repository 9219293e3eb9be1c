package dev.floe.ledger;

import dev.floe.format.DataException;
import dev.floe.host.PrivateFiles;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Named secret keys on disk, one file each: `NAME.key` with one line `suiprivkey1…`, readable by its owner alone.
/// A file or folder that others may read is refused. Safe for concurrent use, also by several processes.
public final class Keystore {

    /// Longest name of a key.
    public static final int MAX_NAME = 64;

    private static final String SUFFIX = ".key";
    private static final int MAX_FILE = 256;

    private final PrivateFiles files;

    /// The keys in a private folder.
    public Keystore(PrivateFiles files) {
        this.files = files;
    }

    /// Names of all keys, sorted.
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (String file : files.list()) {
            if (file.endsWith(SUFFIX)) {
                names.add(file.substring(0, file.length() - SUFFIX.length()));
            }
        }
        return List.copyOf(names);
    }

    /// The key of that name; the caller closes it.
    ///
    /// @throws DataException.NotFound if there is none
    /// @throws DataException.Denied if others may read its file
    /// @throws DataException.Corrupt if the file does not hold a key
    public Keypair open(String name) throws IOException {
        byte[] line;
        try {
            line = files.read(fileOf(name), MAX_FILE);
        } catch (NoSuchFileException e) {
            throw new DataException.NotFound("key '" + name + "': there is none; see `floe keys list`", e);
        } catch (AccessDeniedException e) {
            throw new DataException.Denied("key '" + name + "': " + e.getFile(), e);
        }
        try {
            int end = line.length;
            while (end > 0 && Character.isWhitespace(line[end - 1])) {
                end--;
            }
            return Keypair.parse(StandardCharsets.US_ASCII.decode(java.nio.ByteBuffer.wrap(line, 0, end)));
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("key '" + name + "': its file does not hold a key: " + e.getMessage(), e);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /// Keeps a key under a new name; on disk when this returns.
    ///
    /// @throws IllegalStateException if there is a key of that name
    public void add(String name, Keypair key) throws IOException {
        char[] text = key.revealSecret();
        byte[] line = StandardCharsets.US_ASCII.encode(CharBuffer.wrap(text)).array();
        try {
            files.create(fileOf(name), line);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("key '" + name + "': there is one already; choose another name", e);
        } finally {
            Arrays.fill(text, '\0');
            Arrays.fill(line, (byte) 0);
        }
    }

    private static String fileOf(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1," + MAX_NAME + "}")) {
            throw new IllegalArgumentException(
                    "key name: expected 1 to " + MAX_NAME + " letters, digits, - or _, got '" + name + "'");
        }
        return name + SUFFIX;
    }
}
