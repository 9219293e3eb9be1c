package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.host.PrivateFiles;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeystoreTest {

    private final Keypair key =
            Keypair.generate(SignatureScheme.SECP256R1, Seed.of("keystore").entropy());

    @TempDir
    private Path parent;

    @Test
    void keysComeBackAndOnlyTheOwnerMayReadThem() throws IOException {
        Keystore store = open();
        store.add("alice", key);
        assertThat(store.names()).containsExactly("alice");
        try (Keypair again = open().open("alice")) {
            assertThat(again.publicKey()).isEqualTo(key.publicKey());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("alice"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("keys"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileThatOthersMayReadIsRefusedWithTheRemedy() throws IOException {
        Keystore store = open();
        store.add("alice", key);
        Files.setPosixFilePermissions(file("alice"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> store.open("alice"))
                .isInstanceOf(DataException.Denied.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aFolderThatOthersMayReadIsRefused() throws IOException {
        open();
        Files.setPosixFilePermissions(parent.resolve("keys"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(this::open).isInstanceOf(AccessDeniedException.class).hasMessageContaining("chmod 700");
    }

    @Test
    void aLinkInPlaceOfAKeyIsRefused() throws IOException {
        Keystore store = open();
        store.add("alice", key);
        Files.createSymbolicLink(file("bob"), file("alice"));
        assertThatThrownBy(() -> store.open("bob")).isInstanceOf(IOException.class);
    }

    @Test
    void namesAreNeverOverwritten() throws IOException {
        Keystore store = open();
        store.add("alice", key);
        assertThatThrownBy(() -> store.add("alice", key)).isInstanceOf(IllegalStateException.class);
        assertThat(store.names()).containsExactly("alice");
    }

    @Test
    void unknownKeysBadNamesAndBrokenFilesAreToldApart() throws IOException {
        Keystore store = open();
        assertThatThrownBy(() -> store.open("nobody")).isInstanceOf(DataException.NotFound.class);
        assertThatThrownBy(() -> store.open("../nobody")).isInstanceOf(IllegalArgumentException.class);
        store.add("alice", key);
        Files.writeString(file("alice"), "suiprivkey1nonsense");
        assertThatThrownBy(() -> store.open("alice"))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageNotContaining("nonsense");
    }

    private Keystore open() throws IOException {
        return new Keystore(PrivateFiles.open(parent.resolve("keys")));
    }

    private Path file(String name) {
        return parent.resolve("keys").resolve(name + ".key");
    }
}
