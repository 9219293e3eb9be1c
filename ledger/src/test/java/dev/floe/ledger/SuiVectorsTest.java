package dev.floe.ledger;

import static dev.floe.ledger.Vectors.cases;
import static dev.floe.ledger.Vectors.hex;
import static dev.floe.ledger.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the official SDK says. `transactions.json` is built from its JSON form in the `cli` module, which reads it.
final class SuiVectorsTest {

    @Test
    void addressesNormaliseAsInTheSdk() {
        for (JsonNode c : cases("address-text")) {
            String input = text(c, "input");
            if (!c.required("validAfterNormalising").asBoolean()) {
                assertThatThrownBy(() -> Address.parseLenient(input)).isInstanceOf(IllegalArgumentException.class);
                continue;
            }
            Address address = Address.parseLenient(input);
            assertThat(address).hasToString(text(c, "normalized"));
            assertThat(address.toString().equals(input))
                    .isEqualTo(c.required("validWithoutNormalising").asBoolean());
        }
    }

    @Test
    void typeTagsParseAndEncode() {
        for (JsonNode c : cases("type-tags")) {
            TypeTag type = TypeTag.parse(text(c, "input"));
            assertThat(type).hasToString(text(c, "canonical"));
            assertThat(Bytes.copyOf(type.toBcs())).isEqualTo(hex(c, "bcsHex"));
            assertThat(TypeTag.read(dev.floe.format.BcsReader.of("type", hex(c, "bcsHex"))))
                    .isEqualTo(type);
            if (type instanceof StructTag) {
                assertThat(type.toCompactString()).isEqualTo(text(c, "structTagNormalized"));
            }
        }
    }

    @Test
    void freshObjectIdsAreDerived() {
        for (JsonNode c : cases("fresh-object-ids")) {
            TransactionDigest digest = TransactionDigest.parse(text(c, "transactionDigest"));
            assertThat(digest.value().toHex()).isEqualTo(text(c, "transactionDigestHex"));
            assertThat(ObjectIds.fresh(digest, c.required("idsCreatedBefore").asLong()))
                    .hasToString(text(c, "objectId"));
        }
    }

    @Test
    void dynamicFieldIdsAreDerived() {
        for (JsonNode c : cases("dynamic-field-ids")) {
            Address parent = Address.parse(text(c, "parent"));
            TypeTag keyType = TypeTag.parse(text(c, "keyType"));
            byte[] key = hex(c, "keyBcsHex").toByteArray();
            assertThat(ObjectIds.dynamicField(parent, keyType, key)).hasToString(text(c, "dynamicFieldId"));
            assertThat(ObjectIds.derived(parent, keyType, key)).hasToString(text(c, "derivedObjectId"));
        }
    }

    @Test
    void objectsReencodeWithTheirDigest() {
        for (JsonNode c : cases("objects")) {
            SuiObject object = SuiObject.parse(hex(c, "bcsHex"));
            assertThat(Bytes.copyOf(object.toBcs())).isEqualTo(hex(c, "bcsHex"));
            assertThat(object.digest()).hasToString(text(c, "objectDigest"));
        }
    }

    @Test
    void effectsReencodeWithTheirDigest() {
        for (JsonNode c : cases("effects")) {
            TransactionEffects effects = TransactionEffects.parse(hex(c, "bcsHex"));
            assertThat(Bytes.copyOf(effects.toBcs())).isEqualTo(hex(c, "bcsHex"));
            assertThat(Base58.encode(effects.digest())).isEqualTo(text(c, "effectsDigest"));
            assertThat(effects.status().isSuccess())
                    .isEqualTo(c.at("/effects/V2/status").has("Success"));
        }
    }

    @Test
    void transactionsReencodeAndSignExactly() {
        for (JsonNode c : cases("transactions")) {
            TransactionData data = TransactionData.parse(hex(c, "bcsHex"));
            assertThat(Bytes.copyOf(data.toBcs())).isEqualTo(hex(c, "bcsHex"));
            assertThat(Bytes.copyOf(data.kind().toKindBcs())).isEqualTo(hex(c, "transactionKindBcsHex"));
            assertThat(ProgrammableTransaction.parseKind(hex(c, "transactionKindBcsHex")))
                    .isEqualTo(data.kind());
            assertThat(data.digest()).hasToString(text(c, "digest"));
            assertThat(data.signingDigest().toHex()).isEqualTo(text(c, "signingDigestHex"));
            try (Keypair key = secret(c)) {
                UserSignature signature = key.sign(data).signatures().getFirst();
                assertThat(signature.toBase64()).isEqualTo(text(c, "signatureBase64"));
                assertThat(UserSignature.parseBase64(text(c, "signatureBase64")))
                        .isEqualTo(signature);
                assertThat(signature.verifies(data.signingDigest())).isTrue();
                assertThat(data.sender()).isEqualTo(key.address());
            }
        }
    }

    @Test
    void keysHaveTheirTextFormsAndAddresses() {
        for (JsonNode c : cases("keys")) {
            try (Keypair key = c.has("mnemonic") ? derived(c) : secret(c)) {
                assertThat(key.revealSecret())
                        .isEqualTo(text(c, "suiPrivateKey").toCharArray());
                assertThat(key.publicKey().toBase64()).isEqualTo(text(c, "suiPublicKeyBase64"));
                assertThat(key.address()).hasToString(text(c, "address"));
                assertThat(key.toString()).contains("[secret]").doesNotContain("suiprivkey");
                try (Keypair parsed = Keypair.parse(text(c, "suiPrivateKey"))) {
                    assertThat(parsed.publicKey()).isEqualTo(key.publicKey());
                }
            }
        }
    }

    @Test
    void multisigsHaveTheirBytesAndAddresses() {
        for (JsonNode c : cases("multisig")) {
            List<MultisigPublicKey.Member> members = new ArrayList<>();
            for (JsonNode member : c.required("members")) {
                members.add(new MultisigPublicKey.Member(
                        PublicKey.parseBase64(text(member, "suiPublicKeyBase64")),
                        member.required("weight").asInt()));
            }
            MultisigPublicKey multisig =
                    new MultisigPublicKey(members, c.required("threshold").asInt());
            assertThat(java.util.Base64.getEncoder()
                            .encodeToString(multisig.toBcs().toByteArray()))
                    .isEqualTo(text(c, "publicKeyBytesBase64"));
            assertThat(multisig.address()).hasToString(text(c, "address"));
        }
    }

    @Test
    void personalMessagesSignExactlyAndAnyFlippedBitFails() {
        for (JsonNode c : cases("personal-messages")) {
            Bytes message = hex(c, "messageHex");
            assertThat(PersonalMessage.signingDigest(message).toHex()).isEqualTo(text(c, "signingDigestHex"));
            try (Keypair key = secret(c)) {
                SimpleSignature signature = key.signPersonalMessage(message);
                assertThat(signature.toBase64()).isEqualTo(text(c, "signatureBase64"));
                assertThat(PersonalMessage.verifies(message, signature, key.address()))
                        .isTrue();
                for (int bit = 0; bit < 512; bit += 7) {
                    byte[] flipped = signature.signature().toByteArray();
                    flipped[bit / 8] ^= (byte) (1 << bit % 8);
                    SimpleSignature wrong = new SimpleSignature(key.publicKey(), Bytes.copyOf(flipped));
                    assertThat(PersonalMessage.verifies(message, wrong, key.address()))
                            .as("bit %d", bit)
                            .isFalse();
                }
            }
        }
    }

    private static Keypair secret(JsonNode c) {
        return Keypair.ofSecret(
                SignatureScheme.parse(text(c, "scheme")), hex(c, "secretKeyHex").toByteArray());
    }

    private static Keypair derived(JsonNode c) {
        try (Mnemonic mnemonic = Mnemonic.parse(text(c, "mnemonic"))) {
            return Keypair.derive(
                    mnemonic, SignatureScheme.parse(text(c, "scheme")), HdPath.parse(text(c, "derivationPath")));
        }
    }
}
