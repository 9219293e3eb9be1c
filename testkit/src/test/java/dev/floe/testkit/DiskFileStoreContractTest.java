package dev.floe.testkit;

import dev.floe.host.DiskFileStore;
import dev.floe.host.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class DiskFileStoreContractTest extends FileStoreContract {

    @TempDir
    Path directory;

    @Override
    protected FileStore newStore() throws IOException {
        return DiskFileStore.open(directory);
    }
}
