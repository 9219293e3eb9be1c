package dev.floe.ledger;

import static dev.floe.ledger.Vectors.cases;
import static dev.floe.ledger.Vectors.hex;
import static dev.floe.ledger.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.testkit.Campaign;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Mutated inputs to every parser of this package. What a BCS parser accepts must encode to the very same bytes:
/// one value has one encoding, and digests are over it.
final class ParserCampaignTest {

    private static final Campaign BCS = Campaign.allowing(DataException.Corrupt.class);

    @Test
    void transactionsAreReadCanonicallyOrRefused() {
        bcs(
                "transactions",
                corpus("transactions"),
                input -> TransactionData.parse(input).toBcs());
    }

    @Test
    void transactionKindsAreReadCanonicallyOrRefused() {
        List<byte[]> corpus = new ArrayList<>();
        cases("transactions")
                .forEach(c -> corpus.add(hex(c, "transactionKindBcsHex").toByteArray()));
        bcs("kinds", corpus, input -> ProgrammableTransaction.parseKind(input).toKindBcs());
    }

    @Test
    void objectsAreReadCanonicallyOrRefused() {
        bcs("objects", corpus("objects"), input -> SuiObject.parse(input).toBcs());
    }

    @Test
    void effectsAreReadCanonicallyOrRefused() {
        List<byte[]> corpus = new ArrayList<>(corpus("effects"));
        EffectsSamples.all().forEach(effects -> corpus.add(effects.toBcs()));
        bcs("effects", corpus, input -> TransactionEffects.parse(input).toBcs());
    }

    @Test
    void eventsAreReadCanonicallyOrRefused() {
        Event event = new Event(Address.SUI, "m", Address.ZERO, StructTag.GAS_COIN, Bytes.parseHex("0102"));
        bcs(
                "events",
                List.of(Event.listToBcs(List.of(event, event))),
                input -> Event.listToBcs(Event.parseList(input)));
    }

    @Test
    void typeTagsAreReadCanonicallyOrRefused() {
        bcs("type tags", corpus("type-tags"), input -> {
            BcsReader in = BcsReader.of("type", input);
            TypeTag type = TypeTag.read(in);
            in.end();
            return type.toBcs();
        });
    }

    @Test
    void signaturesAreReadCanonicallyOrRefused() {
        List<byte[]> corpus = new ArrayList<>();
        cases("personal-messages")
                .forEach(c -> corpus.add(UserSignature.parseBase64(text(c, "signatureBase64"))
                        .toBytes()
                        .toByteArray()));
        corpus.add(MultisigTest.sample().toBytes().toByteArray());
        bcs("signatures", corpus, input -> UserSignature.parse(input).toBytes().toByteArray());
    }

    @Test
    void textsAreParsedOrRefused() {
        List<byte[]> types = texts("type-tags", "input");
        texts("types", types, text -> {
            TypeTag type = TypeTag.parse(text);
            assertThat(TypeTag.parse(type.toString())).isEqualTo(type);
            assertThat(TypeTag.parse(type.toCompactString())).isEqualTo(type);
        });
        texts("addresses", texts("address-text", "input"), text -> {
            Address address = Address.parseLenient(text);
            assertThat(Address.parse(address.toShortString())).isEqualTo(address);
        });
        texts("digests", texts("transactions", "digest"), text -> {
            TransactionDigest digest = TransactionDigest.parse(text);
            assertThat(digest).hasToString(text);
        });
        texts("secret keys", texts("keys", "suiPrivateKey"), text -> {
            try (Keypair key = Keypair.parse(text)) {
                assertThat(key.revealSecret()).hasSize(text.length());
            }
        });
        texts(
                "derivation paths",
                List.of("m/44'/784'/0'/0'/0'".getBytes(StandardCharsets.UTF_8)),
                text -> HdPath.parse(HdPath.parse(text).toString()));
        String words = "film crazy soon outside stand loop subway crumble thrive popular green nuclear struggle pistol"
                + " arm wife phrase warfare march wheat nephew ask sunny firm";
        texts(
                "mnemonics",
                List.of(words.getBytes(StandardCharsets.UTF_8)),
                text -> Mnemonic.parse(text).close());
        texts(
                "schemes",
                List.of(ascii("ed25519"), ascii("Secp256k1")),
                text -> SignatureScheme.parse(text).name());
        texts(
                "event cursors",
                List.of(ascii(new EventCursor(Bytes.parseHex("0102030405060708090a0b0c")).toString())),
                text -> assertThat(EventCursor.parse(EventCursor.parse(text).toString()))
                        .isEqualTo(EventCursor.parse(text)));
    }

    @Test
    void textsOfSignaturesAndPackagesAreParsedOrRefused() {
        texts(BCS, "signatures", texts("personal-messages", "signatureBase64"), text -> {
            UserSignature signature = UserSignature.parseBase64(text);
            assertThat(UserSignature.parse(signature.toBytes())).isEqualTo(signature);
        });
        String digest = MovePackage.digestOf(List.of(Bytes.parseHex("a11ceb0b")), List.of(Address.STD))
                .bytes()
                .toHex();
        String compiled =
                "{\"modules\": [\"oRzrCw==\"], \"x\": [1.5e3, {\"y\": [null, true]}], \"dependencies\": [\"0x1\"]";
        texts(
                BCS,
                "compiled packages",
                List.of(ascii(compiled + "}"), ascii(compiled + ", \"digest\": \"" + digest + "\"}")),
                text -> assertThat(CompiledPackage.parse(text).modules()).isNotEmpty());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A text parser throws nothing but [IllegalArgumentException], which the campaign allows.
    private static void texts(String name, List<byte[]> corpus, Consumer<String> parse) {
        texts(Campaign.allowing(), name, corpus, parse);
    }

    private static void texts(Campaign campaign, String name, List<byte[]> corpus, Consumer<String> parse) {
        Campaign.Report report = campaign.run(
                "text of " + name, corpus, input -> parse.accept(new String(input, StandardCharsets.UTF_8)));
        assertThat(report.accepted()).isPositive().isLessThan(report.inputs());
    }

    private static void bcs(String name, List<byte[]> corpus, Function<Bytes, byte[]> reencode) {
        Campaign.Report report = BCS.run(name, corpus, input -> {
            byte[] again;
            try {
                again = reencode.apply(Bytes.copyOf(input));
            } catch (IllegalArgumentException e) {
                throw new AssertionError("bytes from outside are Corrupt, not misuse", e);
            }
            assertThat(again).isEqualTo(input);
        });
        assertThat(report.accepted()).isPositive().isLessThan(report.inputs());
    }

    private static List<byte[]> corpus(String file) {
        return cases(file).stream().map(c -> hex(c, "bcsHex").toByteArray()).toList();
    }

    private static List<byte[]> texts(String file, String field) {
        return cases(file).stream()
                .filter(c -> c.has(field))
                .map(c -> text(c, field).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
