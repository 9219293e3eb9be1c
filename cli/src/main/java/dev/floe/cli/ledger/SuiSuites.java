package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.cli.vectors.CaseRunner;
import dev.floe.cli.vectors.Expect;
import dev.floe.cli.vectors.Mismatch;
import dev.floe.cli.vectors.VectorFile;
import dev.floe.cli.vectors.VectorSuite;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import dev.floe.ledger.HdPath;
import dev.floe.ledger.Intent;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Mnemonic;
import dev.floe.ledger.MultisigPublicKey;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.PersonalMessage;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.PublicKey;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SimpleSignature;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.UserSignature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The vector files of `sui/`: what the official SDK computes, computed here.
public final class SuiSuites {

    /// One suite for each schema.
    public static final List<VectorSuite> ALL = List.of(
            new Suite("address-text", List.of("input", "normalized", "validAfterNormalising"), SuiSuites::addressText),
            new Suite("dynamic-field-ids", List.of("parent", "keyType", "dynamicFieldId"), SuiSuites::fieldIds),
            new Suite("effects", List.of("effects", "effectsDigest"), SuiSuites::effects),
            new Suite("fresh-object-ids", List.of("transactionDigest", "idsCreatedBefore"), SuiSuites::freshIds),
            new Suite("keys", List.of("suiPrivateKey", "suiPublicKeyBase64"), SuiSuites::keys),
            new Suite("multisig", List.of("threshold", "members", "publicKeyBytesBase64"), SuiSuites::multisig),
            new Suite("objects", List.of("object", "objectDigest"), SuiSuites::objects),
            new Suite("personal-messages", List.of("intentMessageHex", "messageHex"), SuiSuites::personalMessages),
            new Suite("pure-values", List.of("type", "value", "bcsHex"), SuiSuites::pureValues),
            new Suite("transactions", List.of("transaction", "transactionKindBcsHex"), SuiSuites::transactions),
            new Suite("type-tags", List.of("input", "parsed", "canonical"), SuiSuites::typeTags));

    /// The check of one case.
    private interface Check {
        void check(JsonNode c);
    }

    private record Suite(String name, List<String> caseFields, Check check) implements VectorSuite {
        @Override
        public void run(VectorFile file, CaseRunner cases) {
            int number = 0;
            for (JsonNode c : file.cases()) {
                cases.run(c.path("name").asText("case " + number), () -> check.check(c));
                number++;
            }
        }
    }

    private SuiSuites() {}

    private static void addressText(JsonNode c) {
        String input = Expect.text(c, "input");
        boolean valid = Expect.bool(c, "validAfterNormalising");
        Address address;
        try {
            address = Address.parseLenient(input);
        } catch (IllegalArgumentException _) {
            Expect.equal("validAfterNormalising", valid, false);
            Expect.equal("validWithoutNormalising", Expect.bool(c, "validWithoutNormalising"), false);
            return;
        }
        Expect.equal("validAfterNormalising", valid, true);
        Expect.equal("normalized", Expect.text(c, "normalized"), address.toString());
        boolean isFull =
                input.length() == 66 && (input.startsWith("0x") || input.startsWith("0X")) || input.length() == 64;
        Expect.equal("validWithoutNormalising", Expect.bool(c, "validWithoutNormalising"), isFull);
    }

    private static void fieldIds(JsonNode c) {
        Address parent = Address.parse(Expect.text(c, "parent"));
        TypeTag keyType = TypeTag.parse(Expect.text(c, "keyType"));
        byte[] key = Expect.hex(c, "keyBcsHex").toByteArray();
        Expect.equal(
                "dynamicFieldId",
                Expect.text(c, "dynamicFieldId"),
                ObjectIds.dynamicField(parent, keyType, key).toString());
        Expect.equal(
                "derivedObjectId",
                Expect.text(c, "derivedObjectId"),
                ObjectIds.derived(parent, keyType, key).toString());
    }

    private static void effects(JsonNode c) {
        Bytes bcs = Expect.hex(c, "bcsHex");
        TransactionEffects effects = TransactionEffects.parse(bcs);
        Expect.equal("bcsHex again", bcs, Bytes.copyOf(effects.toBcs()));
        Expect.equal("effectsDigest", Expect.text(c, "effectsDigest"), Base58.encode(effects.digest()));
        Expect.equal("effects", Normal.form(Expect.field(c, "effects")), Normal.form(SdkEffects.json(effects)));
    }

    private static void freshIds(JsonNode c) {
        TransactionDigest digest = TransactionDigest.parse(Expect.text(c, "transactionDigest"));
        Expect.equal(
                "transactionDigestHex",
                Expect.text(c, "transactionDigestHex"),
                digest.value().toHex());
        long created =
                Long.parseUnsignedLong(Expect.field(c, "idsCreatedBefore").asText());
        Expect.equal(
                "objectId",
                Expect.text(c, "objectId"),
                ObjectIds.fresh(digest, created).toString());
    }

    private static void keys(JsonNode c) {
        try (Keypair key = c.has("mnemonic") ? derived(c) : secret(c);
                Keypair parsed = Keypair.parse(Expect.text(c, "suiPrivateKey"))) {
            Expect.equal("suiPrivateKey", Expect.text(c, "suiPrivateKey"), new String(key.revealSecret()));
            Expect.equal("key of suiPrivateKey", key.publicKey(), parsed.publicKey());
            Expect.equal(
                    "suiPublicKeyBase64",
                    Expect.text(c, "suiPublicKeyBase64"),
                    key.publicKey().toBase64());
            Expect.hexIfPresent(c, "publicKeyHex", key.publicKey().bytes());
            Expect.equal("address", Expect.text(c, "address"), key.address().toString());
        }
    }

    private static void multisig(JsonNode c) {
        List<MultisigPublicKey.Member> members = new ArrayList<>();
        Expect.field(c, "members")
                .forEach(member -> members.add(new MultisigPublicKey.Member(
                        PublicKey.parseBase64(Expect.text(member, "suiPublicKeyBase64")),
                        Expect.integer(member, "weight"))));
        MultisigPublicKey key = new MultisigPublicKey(members, Expect.integer(c, "threshold"));
        Bytes bytes = Bytes.copyOf(Base64.getDecoder().decode(Expect.text(c, "publicKeyBytesBase64")));
        Expect.equal("publicKeyBytesBase64", bytes, key.toBcs());
        BcsReader in = BcsReader.of("multisig", bytes);
        Expect.equal("members of publicKeyBytesBase64", key, MultisigPublicKey.read(in));
        in.end();
        Expect.equal("address", Expect.text(c, "address"), key.address().toString());
    }

    private static void objects(JsonNode c) {
        Bytes bcs = Expect.hex(c, "bcsHex");
        SuiObject object = SuiObject.parse(bcs);
        Expect.equal("bcsHex again", bcs, Bytes.copyOf(object.toBcs()));
        Expect.equal(
                "objectDigest", Expect.text(c, "objectDigest"), object.digest().toString());
        Expect.equal("object", Normal.form(Expect.field(c, "object")), Normal.form(SdkJson.object(object)));
    }

    private static void personalMessages(JsonNode c) {
        Bytes message = Expect.hex(c, "messageHex");
        BcsWriter intent =
                new BcsWriter().fixed(Intent.PERSONAL_MESSAGE.prefix()).bytes(message);
        Expect.equal("intentMessageHex", Expect.hex(c, "intentMessageHex"), intent.toBytes());
        Expect.equal(
                "signingDigestHex",
                Expect.text(c, "signingDigestHex"),
                PersonalMessage.signingDigest(message).toHex());
        try (Keypair key = secret(c)) {
            SimpleSignature signature = key.signPersonalMessage(message);
            Expect.equal("signatureBase64", Expect.text(c, "signatureBase64"), signature.toBase64());
            Expect.equal(
                    "address", Expect.text(c, "address"), signature.signer().toString());
            UserSignature parsed = UserSignature.parseBase64(Expect.text(c, "signatureBase64"));
            Expect.equal("verifies", true, PersonalMessage.verifies(message, parsed, key.address()));
            byte[] flipped = signature.signature().toByteArray();
            flipped[40] ^= 1;
            SimpleSignature wrong = new SimpleSignature(key.publicKey(), Bytes.copyOf(flipped));
            Expect.equal("verifies with a bit flipped", false, PersonalMessage.verifies(message, wrong, key.address()));
        }
    }

    private static void pureValues(JsonNode c) {
        TypeTag type = PureJson.parseType(Expect.text(c, "type"));
        Expect.equal("bcsHex", Expect.hex(c, "bcsHex"), PureJson.encode(type, Expect.field(c, "value")));
    }

    private static void transactions(JsonNode c) {
        Bytes bcs = Expect.hex(c, "bcsHex");
        TransactionData data = SdkTransaction.read(Expect.field(c, "transaction"));
        Expect.equal("bcsHex", bcs, Bytes.copyOf(data.toBcs()));
        Expect.equal("transaction of bcsHex", data, TransactionData.parse(bcs));
        Bytes kind = Expect.hex(c, "transactionKindBcsHex");
        Expect.equal("transactionKindBcsHex", kind, Bytes.copyOf(data.kind().toKindBcs()));
        Expect.equal("kind of transactionKindBcsHex", data.kind(), ProgrammableTransaction.parseKind(kind));
        Expect.equal("digest", Expect.text(c, "digest"), data.digest().toString());
        Expect.equal(
                "signingDigestHex",
                Expect.text(c, "signingDigestHex"),
                data.signingDigest().toHex());
        try (Keypair key = secret(c)) {
            UserSignature signature = key.sign(data).signatures().getFirst();
            Expect.equal("signatureBase64", Expect.text(c, "signatureBase64"), signature.toBase64());
            Expect.equal("verifies", true, signature.verifies(data.signingDigest()));
        }
    }

    private static void typeTags(JsonNode c) {
        TypeTag type = TypeTag.parse(Expect.text(c, "input"));
        Bytes bcs = Expect.hex(c, "bcsHex");
        Expect.equal("parsed", Normal.form(Expect.field(c, "parsed")), Normal.form(SdkJson.type(type)));
        Expect.equal("canonical", Expect.text(c, "canonical"), type.toString());
        Expect.equal("bcsHex", bcs, Bytes.copyOf(type.toBcs()));
        BcsReader in = BcsReader.of("type", bcs);
        Expect.equal("type of bcsHex", type, TypeTag.read(in));
        in.end();
        if (type instanceof StructTag && c.path("structTagNormalized").isTextual()) {
            Expect.equal("structTagNormalized", Expect.text(c, "structTagNormalized"), type.toCompactString());
        }
    }

    private static Keypair secret(JsonNode c) {
        return Keypair.ofSecret(
                SignatureScheme.parse(Expect.text(c, "scheme")),
                Expect.hex(c, "secretKeyHex").toByteArray());
    }

    private static Keypair derived(JsonNode c) {
        try (Mnemonic mnemonic = Mnemonic.parse(Expect.text(c, "mnemonic"))) {
            return Keypair.derive(
                    mnemonic,
                    SignatureScheme.parse(Expect.text(c, "scheme")),
                    HdPath.parse(Expect.text(c, "derivationPath")));
        } catch (IllegalArgumentException e) {
            throw new Mismatch(String.valueOf(e.getMessage()));
        }
    }
}
