package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.Scalar;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.SignerBitmap;
import dev.floe.format.committee.StorageMessage;
import dev.floe.format.quilt.Quilt;
import dev.floe.format.quilt.QuiltColumns;
import dev.floe.format.quilt.QuiltFile;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.format.quilt.QuiltReader;
import dev.floe.testkit.Campaign;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Bad input for every parser: only declared failures come out, soon and without much memory; and what is
/// accepted is the one canonical form, so it is written back as the same bytes.
class ParserCampaignTest {

    private static final Campaign CAMPAIGN = Campaign.allowing(DataException.class);
    private static final BlobId BLOB = BlobId.parse("CmzciFdWJP1IIM-rD3cqXlVBXYM0fpAfHahZBvkaZUI");
    private static final StorageShards SEVEN = new StorageShards(7);

    /// The failure of a parser that takes bytes which are not the canonical form of what it read.
    private static final class NotCanonical extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotCanonical(Object read) {
            super("accepted, but written back otherwise: " + read);
        }
    }

    private static void codec(String name, List<? extends Bcs> corpus, Function<BcsReader, ? extends Bcs> read) {
        bytes(
                name,
                corpus.stream().map(Bcs::toBcs).toList(),
                input -> Bcs.decode(name, input, read).toBcs());
    }

    private static void bytes(String name, List<Bytes> corpus, Function<Bytes, Bytes> readAndWrite) {
        bytes(name, corpus, Campaign.inputs(), readAndWrite);
    }

    private static void bytes(String name, List<Bytes> corpus, long inputs, Function<Bytes, Bytes> readAndWrite) {
        Campaign.Report report =
                CAMPAIGN.run(name, corpus.stream().map(Bytes::toByteArray).toList(), inputs, input -> {
                    Bytes given = Bytes.copyOf(input);
                    Bytes written = readAndWrite.apply(given);
                    if (!written.equals(given)) {
                        throw new NotCanonical(written);
                    }
                });
        assertThat(report.accepted()).isBetween((long) corpus.size(), report.inputs() - 1);
    }

    private static MerkleProof proof() {
        return Merkle.of(List.of(Bytes.EMPTY, BLOB.value().bytes(), Bytes.EMPTY))
                .proof(2);
    }

    private static RecoverySymbol recoverySymbol() {
        return new RecoverySymbol(new DecodingSymbol(3, Bytes.parseHex("01020304")), proof());
    }

    private static EitherDecodingSymbol either(Axis axis) {
        return new EitherDecodingSymbol(axis, recoverySymbol().symbol());
    }

    private static List<Bytes> metadata() {
        List<Bytes> corpus = new ArrayList<>();
        for (JsonNode blob : Vectors.read("walrus/blobs.json").required("cases")) {
            if (blob.has("metadataWithIdBcsHex")) {
                corpus.add(Vectors.hex(blob, "metadataWithIdBcsHex"));
            }
        }
        return corpus;
    }

    @Test
    void blobMetadata() {
        bytes("blob metadata", metadata(), input -> {
            BlobMetadataWithId blob = Bcs.decode("metadata", input, BlobMetadataWithId::read);
            // Computing the id must work for whatever was accepted.
            assertThat(blob.metadata().computeId()).isNotNull();
            return blob.toBcs();
        });
    }

    @Test
    void slivers() {
        SliverData sliver = new SliverData(Axis.PRIMARY, 5, 4, Bytes.copyOf(new byte[40]));
        codec("sliver", List.of(sliver), in -> SliverData.read(in, Axis.SECONDARY));
        BcsWriter tagged = new BcsWriter();
        sliver.writeTagged(tagged);
        bytes("tagged sliver", List.of(tagged.toBytes()), input -> {
            BcsWriter out = new BcsWriter();
            Bcs.decode("sliver", input, SliverData::readTagged).writeTagged(out);
            return out.toBytes();
        });
    }

    @Test
    void symbolsAndProofs() {
        codec("recovery symbol", List.of(recoverySymbol()), RecoverySymbol::read);
        codec(
                "general recovery symbol",
                List.of(new GeneralRecoverySymbol(either(Axis.SECONDARY), 9, proof())),
                GeneralRecoverySymbol::read);
        codec(
                "inconsistency proof",
                List.of(new InconsistencyProof(Axis.PRIMARY, 4, List.of(recoverySymbol(), recoverySymbol()))),
                in -> InconsistencyProof.read(in, Axis.PRIMARY));
        codec(
                "decoding symbols",
                List.of(new SymbolsByTarget(
                        Map.of(2, List.of(either(Axis.PRIMARY)), 256, List.of(either(Axis.SECONDARY)), 1, List.of()))),
                SymbolsByTarget::read);
    }

    @Test
    void messagesAndCertificates() {
        Digest id = BLOB.value();
        List<StorageMessage> messages = List.of(
                new StorageMessage.ProofOfPossession(0, id, Bytes.copyOf(new byte[48])),
                new StorageMessage.BlobCertified(1, BLOB, Persistence.PERMANENT),
                new StorageMessage.BlobCertified(1, BLOB, new Persistence.Deletable(id)),
                new StorageMessage.InvalidBlob(2, BLOB),
                new StorageMessage.SyncShard(3, 999, Axis.SECONDARY, BLOB, 1000, 3),
                new StorageMessage.DenyListUpdate(4, id, 5, 6, BigInteger.TEN),
                new StorageMessage.ProtocolVersion(6, 7, 8));
        codec("storage message", messages, StorageMessage::read);
        Bytes signature = Bytes.copyOf(new byte[96]);
        Bytes message = messages.getFirst().toBcs();
        codec("signed message", List.of(new SignedMessage(message, signature)), SignedMessage::read);
        Certificate certificate = new Certificate(List.of(0, 3, 700), message, signature);
        codec("certificate", List.of(certificate), Certificate::read);
        bytes(
                "certificate of the TypeScript SDK",
                List.of(certificate.toTypeScriptBcs()),
                input -> Bcs.decode("certificate", input, Certificate::readTypeScript)
                        .toTypeScriptBcs());
        bytes(
                "signer bitmap",
                List.of(SignerBitmap.encode(List.of(0, 5, 99), 101)),
                input -> Bytes.copyOf(
                        SignerBitmap.encode(SignerBitmap.decode(input, 101), 101)
                                .toByteArray(),
                        0,
                        input.size()));
    }

    @Test
    void identifiersInTextForm() {
        text("blob id", BLOB.toString(), text -> BlobId.parse(text).toString());
        text(
                "quilt patch id",
                new QuiltPatchId(BLOB, 1, 7).toString(),
                text -> QuiltPatchId.parse(text).toString());
        text("hex", BLOB.value().toHex(), text -> {
            Bytes.parseHex(text);
            return text;
        });
        text("file name", "dir/file.txt", text -> {
            FileNames.requireSafe(List.of(text, "dir/other"));
            return text;
        });
    }

    private static void text(String name, String good, Function<String, String> parseAndPrint) {
        Bytes bytes = Bytes.copyOf(good.getBytes(StandardCharsets.ISO_8859_1));
        bytes(name, List.of(bytes), input -> {
            String text = new String(input.toByteArray(), StandardCharsets.ISO_8859_1);
            return Bytes.copyOf(parseAndPrint.apply(text).getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void quilts() {
        Quilt plan = Quilt.plan(
                SEVEN,
                List.of(
                        new QuiltFile("a", new TreeMap<>(Map.of("k", "v", "kk", "")), 60),
                        new QuiltFile("b", new TreeMap<>(), 5)));
        Bytes quilt = plan.toBytes(
                (identifier, offset, target, at, length) -> Arrays.fill(target, at, at + length, (byte) 7));
        // The mutator changes the length too; the blob is cut or filled to the one length a quilt can have.
        CAMPAIGN.run("quilt", List.of(quilt.toByteArray()), input -> {
            byte[] blob = Arrays.copyOf(input, quilt.size());
            QuiltReader reader = new QuiltReader(QuiltColumns.ofBlob(
                    SEVEN,
                    blob.length,
                    (offset, target, at, length) -> System.arraycopy(blob, (int) offset, target, at, length)));
            for (QuiltPatch patch : reader.index().patches()) {
                reader.read(
                        patch, (source, offset, length) -> assertThat(length).isPositive());
            }
        });
    }

    @Test
    void pointsAndScalarsNative() {
        Curve curve = Curve.best();
        points(curve, Campaign.inputs());
        Bytes scalar = Scalar.of(77).toBytes();
        bytes("scalar", List.of(scalar), input -> Scalar.parse(input).toBytes());
        bytes(
                "secret key",
                List.of(scalar),
                input -> Bytes.copyOf(SecretKey.parse(input).exposeSecretBytes()));
    }

    @Test
    void pointsInPureJava() {
        points(Curve.pureJava(), Math.max(1000, Campaign.inputs() / 100));
    }

    private static void points(Curve curve, long inputs) {
        List<Bytes> g1 = List.of(
                curve.g1Generator().compressed(),
                curve.g1Generator().uncompressed(),
                curve.g1Identity().compressed());
        bytes(
                curve.name() + " G1",
                g1,
                inputs,
                input -> curve.g1(input).compressed().size() == input.size()
                        ? curve.g1(input).compressed()
                        : curve.g1(input).uncompressed());
        List<Bytes> g2 = List.of(
                curve.g2Generator().compressed(),
                curve.g2Generator().uncompressed(),
                curve.g2Identity().uncompressed());
        bytes(
                curve.name() + " G2",
                g2,
                inputs,
                input -> curve.g2(input).compressed().size() == input.size()
                        ? curve.g2(input).compressed()
                        : curve.g2(input).uncompressed());
        List<Bytes> gt = List.of(curve.gtGenerator().toBytes(), curve.gtOne().toBytes());
        bytes(
                curve.name() + " GT",
                gt,
                Math.max(200, inputs / 10),
                input -> curve.gt(input).toBytes());
    }

    @Test
    void bothCurvesTakeAndRefuseTheSamePoints() {
        Curve java = Curve.pureJava();
        Curve fast = Curve.best();
        List<byte[]> corpus = IntStream.range(1, 6)
                .mapToObj(i -> fast.g1Generator().times(Scalar.of(i)))
                .flatMap(point -> List.of(point.compressed(), point.uncompressed()).stream())
                .map(Bytes::toByteArray)
                .toList();
        CAMPAIGN.run("curve against curve", corpus, Math.max(500, Campaign.inputs() / 100), input -> {
            Bytes bytes = Bytes.copyOf(input);
            assertThat(isTaken(() -> fast.g1(bytes))).isEqualTo(isTaken(() -> java.g1(bytes)));
        });
        List<byte[]> pairings = List.of(
                fast.gtGenerator().toBytes().toByteArray(),
                fast.gtOne().toBytes().toByteArray(),
                fast.gtGenerator().inverse().toBytes().toByteArray());
        CAMPAIGN.run("GT against GT", pairings, Math.max(300, Campaign.inputs() / 300), input -> {
            Bytes bytes = Bytes.copyOf(input);
            assertThat(isTaken(() -> fast.gt(bytes))).isEqualTo(isTaken(() -> java.gt(bytes)));
        });
    }

    private static boolean isTaken(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (DataException.Corrupt _) {
            return false;
        }
    }

    @Test
    void theCampaignFindsPlantedBugs() {
        List<Bytes> corpus = metadata();
        assertThatThrownBy(() -> bytes("planted: foreign exception", corpus, 20_000, input -> {
                    ByteBuffer.wrap(input.toByteArray()).getLong(100);
                    return Bcs.decode("metadata", input, BlobMetadataWithId::read)
                            .toBcs();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("IndexOutOfBoundsException");
        assertThatThrownBy(() -> bytes("planted: length trusted", corpus, 20_000, input -> {
                    BcsReader in = BcsReader.of("planted", input);
                    in.fixed(32);
                    in.u8();
                    in.u8();
                    in.u64();
                    byte[] trusted = new byte[in.uleb()];
                    trusted[trusted.length / 2] = 1;
                    return input;
                }))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> bytes("planted: trailing bytes taken", corpus, 20_000, input -> {
                    BcsReader in = BcsReader.of("planted", input);
                    return BlobMetadataWithId.read(in).toBcs();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("NotCanonical");
    }
}
