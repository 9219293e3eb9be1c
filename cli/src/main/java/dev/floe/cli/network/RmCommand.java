package dev.floe.cli.network;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.storage.walrus.BlobObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe rm`.
@Command(name = "rm", description = "Delete a deletable blob you own. What is left of its storage comes back to you.")
public final class RmCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Parameters(paramLabel = "ID", description = "A blob id, or the id of a blob object.")
    private String id = "";

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open();
                Keypair owner = key.open()) {
            BlobObject blob = owned(open, owner, id);
            if (!blob.isDeletable()) {
                throw new IllegalStateException("blob object " + blob.id() + ": it is permanent, nobody can delete it"
                        + " before storage epoch " + blob.storage().endEpoch());
            }
            open.account(owner).delete(blob.id());
            out.line("deleted " + blob.id());
            out.json(BlobJson.of(blob));
            return 0;
        }
    }

    /// The only blob object of a key that `text` names.
    static BlobObject owned(StorageOptions.Open open, Keypair owner, String text) {
        if (text.startsWith("0x")) {
            return open.system().blob(Address.parse(text));
        }
        List<BlobObject> found = open.system().blobsOf(owner.address(), BlobId.parse(text));
        if (found.isEmpty()) {
            throw new DataException.NotFound(
                    "blob " + text + ": " + owner.address() + " owns no object of it; see floe ls");
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("blob " + text + ": you own " + found.size()
                    + " objects of it; name one by its object id, see floe ls");
        }
        return found.getFirst();
    }
}
