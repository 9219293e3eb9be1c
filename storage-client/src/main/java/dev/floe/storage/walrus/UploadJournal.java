package dev.floe.storage.walrus;

import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.committee.Certificate;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.ledger.Address;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// What a writer must not forget when it crashes: one small file per upload that is under way.
///
/// | bytes     | field       | rule                                                |
/// |----------:|-------------|-----------------------------------------------------|
/// | 4         | magic       | ASCII `FLUP`                                        |
/// | 1         | version     | 1                                                   |
/// | 32        | blob id     | as in the name of the file                          |
/// | 1         | deletable   | 0 or 1                                              |
/// | 1 or 33   | object      | option: the registered blob object                  |
/// | 1 or more | certificate | option: epoch u64 ‖ members u16 ‖ [Certificate] BCS |
///
/// The ledger stays the truth: an entry saves searching and collecting again, and a wrong or lost one costs no
/// more than that.
final class UploadJournal {

    private static final int MAGIC = 0x50554C46;
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 64 << 10;
    private static final String FOLDER = "uploads";

    private final FileStore files;

    UploadJournal(FileStore files) {
        this.files = files;
    }

    /// A certificate with the committee that gave it.
    record Signed(long epoch, int members, Certificate certificate) {}

    /// How far an upload has come.
    record Entry(BlobId blob, boolean deletable, Optional<Address> object, Optional<Signed> signed) implements Bcs {

        static Entry read(BcsReader in) {
            if (in.u32() != MAGIC || in.u8() != VERSION) {
                throw in.corrupt("not an upload journal of version " + VERSION);
            }
            return new Entry(
                    BlobId.read(in),
                    in.bool(),
                    in.option(Address::read),
                    in.option(from -> new Signed(from.u64(), from.u16(), Certificate.read(from))));
        }

        @Override
        public void write(BcsWriter out) {
            out.u32(MAGIC).u8(VERSION);
            blob.write(out);
            out.bool(deletable);
            out.option(object, (to, id) -> id.write(to));
            out.option(signed, (to, value) -> {
                to.u64(value.epoch()).u16(value.members());
                value.certificate().write(to);
            });
        }
    }

    /// Removes what a crash left half written. Before any upload begins.
    void sweep() throws IOException {
        DurableFile.sweep(files, FOLDER);
    }

    /// The entry of an upload; empty if there is none, or it is damaged.
    Optional<Entry> find(BlobId blob, boolean deletable) throws IOException {
        byte[] content;
        try {
            content = DurableFile.read(files, path(blob, deletable), MAX_BYTES);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            Entry entry = Bcs.decode("upload journal", Bytes.copyOf(content), Entry::read);
            boolean isOurs = entry.blob().equals(blob) && entry.deletable() == deletable;
            return isOurs ? Optional.of(entry) : Optional.empty();
        } catch (DataException.Corrupt e) {
            return Optional.empty();
        }
    }

    /// Remembers an entry, durably.
    void put(Entry entry) throws IOException {
        DurableFile.write(
                files, path(entry.blob(), entry.deletable()), entry.toBcs().asByteBuffer());
    }

    /// Forgets the entry of an upload that is done.
    void remove(BlobId blob, boolean deletable) throws IOException {
        files.delete(path(blob, deletable));
    }

    private static String path(BlobId blob, boolean deletable) {
        // Hex, since case must not matter.
        return FOLDER + "/" + blob.value().toHex() + (deletable ? "-d" : "-p");
    }
}
