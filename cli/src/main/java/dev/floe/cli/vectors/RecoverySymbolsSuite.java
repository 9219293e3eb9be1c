package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BlobMetadata;
import dev.floe.format.Bytes;
import dev.floe.format.DecodingSymbol;
import dev.floe.format.EitherDecodingSymbol;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.MerkleNode;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `walrus/recovery-symbols.json`: symbols that rebuild a lost sliver, with their proofs.
final class RecoverySymbolsSuite implements VectorSuite {

    @Override
    public String name() {
        return "recovery-symbols";
    }

    @Override
    public List<String> caseFields() {
        return List.of("blobCase", "symbols");
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        for (JsonNode c : file.cases()) {
            cases.run(c.path("blobCase").asText("?"), () -> check(file, c));
        }
    }

    private static void check(VectorFile file, JsonNode c) throws IOException {
        WalrusBlobs.Described described = WalrusBlobs.find(file, Expect.text(c, "blobCase"), Optional.empty());
        try (WalrusBlobs.Encoded encoded = WalrusBlobs.encode(described)) {
            JsonNode symbols = Expect.field(c, "symbols");
            if (symbols.isEmpty()) {
                throw new Mismatch("there are no symbols");
            }
            for (JsonNode expected : symbols) {
                symbol(encoded, expected);
            }
        }
    }

    private static void symbol(WalrusBlobs.Encoded encoded, JsonNode expected) throws IOException {
        StorageShards shards = encoded.shards();
        Axis targetAxis = Axis.parse(Expect.text(expected, "targetAxis"));
        Axis sourceAxis = Axis.parse(Expect.text(expected, "sourceAxis"));
        int target = Expect.integer(expected, "targetSliverIndex");
        int source = Expect.integer(expected, "sourceSliverIndex");
        int pair = shards.pairOfSliver(source, sourceAxis);
        Expect.equal("sourcePairIndex", Expect.integer(expected, "sourcePairIndex"), pair);
        Expect.equal("sourceAxis", sourceAxis, targetAxis.other());
        Expect.equal("leafIndex", Expect.integer(expected, "leafIndex"), target);

        SliverData sliver = encoded.blob().sliver(pair, sourceAxis);
        WalrusBlobs.Symbol symbol = WalrusBlobs.symbol(shards, sliver, target);
        Expect.equal("symbolHex", Expect.hex(expected, "symbolHex"), symbol.data());
        List<String> path = symbol.proof().path().stream()
                .map(MerkleNode::value)
                .map(value -> value.toHex())
                .toList();
        JsonNode expectedPath = Expect.field(expected, "proofPathHex");
        Expect.equal("length of proofPathHex", expectedPath.size(), path.size());
        for (int i = 0; i < path.size(); i++) {
            Expect.equal("proofPathHex " + i, expectedPath.path(i).asText(), path.get(i));
        }
        BlobMetadata metadata = encoded.blob().metadata().metadata();
        String root = metadata.sliverHash(sourceAxis, source).value().toHex();
        Expect.equal("rootHex", Expect.text(expected, "rootHex"), root);
        verify(
                metadata,
                targetAxis,
                target,
                new RecoverySymbol(new DecodingSymbol(source, symbol.data()), symbol.proof()));
    }

    private static void verify(BlobMetadata metadata, Axis targetAxis, int target, RecoverySymbol symbol) {
        Expect.equal("the proof is valid", true, symbol.verifies(metadata, targetAxis, target));
        GeneralRecoverySymbol general = new GeneralRecoverySymbol(
                new EitherDecodingSymbol(targetAxis, symbol.symbol()), target, symbol.proof());
        Bytes bcs = general.toBcs();
        GeneralRecoverySymbol read = Bcs.decode("recovery symbol", bcs, GeneralRecoverySymbol::read);
        Expect.equal("the symbol that was read", general, read);
        Expect.equal("it verifies", true, read.verifies(metadata, targetAxis, target));
    }
}
