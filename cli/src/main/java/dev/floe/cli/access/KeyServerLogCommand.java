package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.server.KeyServerFolder;
import dev.floe.access.server.LogHead;
import dev.floe.access.server.Release;
import dev.floe.access.server.ReleaseLog;
import dev.floe.access.server.ReleaseProof;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.DataException;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `floe keyserver log`.
@Command(
        name = "log",
        description = {
            "Print the releases of a key server that is not running: who got keys, for which ids, by which package, as of",
            "which checkpoint. With --proof, one release and what shows that it is in the log."
        })
final class KeyServerLogCommand extends FloeCommand {

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The key server's folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--proof",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Print release N with its proof of inclusion.")
    private long proof;

    @Override
    protected int run(Output out) throws Exception {
        KeyServerFolder server = KeyServerFolder.open(folder, Entropy.system());
        try (FileStore.StoreLock _ = server.lock()) {
            return proof < 0 ? print(out, server) : prove(out, server);
        }
    }

    private static int print(Output out, KeyServerFolder server) throws Exception {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Optional<LogHead> head = ReleaseLog.verify(
                server.logFiles(), Entropy.system(), server.logPublicKey(), Optional.empty(), release -> {
                    out.line(release.index() + "  " + release.time() + "  " + release.user() + "  package "
                            + release.calledPackage() + "  checkpoint " + Long.toUnsignedString(release.checkpoint()));
                    release.innerIds().forEach(id -> out.line("    id " + id.toHex()));
                    list.add(json(release));
                });
        head.ifPresent(last -> out.line("head " + base64(last)));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("releases", list);
        head.ifPresent(last -> document.put("head", base64(last)));
        out.json(document);
        return 0;
    }

    private int prove(Output out, KeyServerFolder server) throws Exception {
        try (ReleaseLog log = server.openLog()) {
            ReleaseProof found = log.prove(proof)
                    .orElseThrow(() -> new DataException.NotFound(
                            "release " + proof + ": the log has " + log.head().size()));
            ObjectNode document = json(found.release());
            document.put("entry", found.entry().toHex());
            ArrayNode path = document.putArray("path");
            found.path().forEach(hash -> path.add(hash.toHex()));
            document.put("head", base64(found.head()));
            document.put("logPublicKey", log.publicKey().toHex());
            document.properties()
                    .forEach(field -> out.line(field.getKey() + " "
                            + (field.getValue().isValueNode()
                                    ? field.getValue().asText()
                                    : field.getValue().toString())));
            out.json(document);
            return 0;
        }
    }

    private static ObjectNode json(Release release) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("index", release.index())
                .put("time", release.time().toString())
                .put("user", release.user().toString())
                .put("keyServer", release.keyServer().toString())
                .put("calledPackage", release.calledPackage().toString())
                .put("firstPackage", release.firstPackage().toString())
                .put("checkpoint", Long.toUnsignedString(release.checkpoint()))
                .put("request", release.request().toHex())
                .put("previous", release.previous().toHex());
        ArrayNode ids = json.putArray("innerIds");
        release.innerIds().forEach(id -> ids.add(id.toHex()));
        return json;
    }

    static String base64(LogHead head) {
        return Base64.getEncoder().encodeToString(head.toBytes().toByteArray());
    }
}
