package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.address;
import static dev.floe.ledger.local.LedgerFixture.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Command;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MultisigPublicKey;
import dev.floe.ledger.MultisigSignature;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.SimpleSignature;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.UserSignature;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may send, and who pays: all kinds of keys, several keys for one address, and sponsors.
final class SendersTest {

    private LedgerFixture t;

    @BeforeEach
    void open() throws IOException {
        t = new LedgerFixture("senders");
    }

    @AfterEach
    void close() {
        t.ledger.verify();
        assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        t.close();
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void everyKindOfKeySendsForItselfOnly(SignatureScheme scheme) {
        Keypair key = Keypair.generate(scheme, t.seed.child(9).entropy());
        t.ledger.faucet(key.address(), LedgerFixture.GIFT);
        TransactionData data = transfer(key.address(), gas(key.address(), key.address()));
        for (SignatureScheme other : SignatureScheme.values()) {
            Keypair stranger = Keypair.generate(other, t.seed.child(10).entropy());
            assertThatThrownBy(() -> t.ledger.execute(signed(data, stranger)))
                    .isInstanceOf(DataException.Denied.class)
                    .hasMessageContaining("expected that of");
        }
        ExecutedTransaction done = t.ledger.execute(signed(data, key)).requireSuccess();
        assertThat(done.signed().orElseThrow().data().sender()).isEqualTo(key.address());
        assertThat(t.coins(t.alice)).hasSize(4);
    }

    @Test
    void enoughMembersOfAMultisigSend() {
        Keypair third =
                Keypair.generate(SignatureScheme.SECP256R1, t.seed.child(3).entropy());
        MultisigPublicKey group = new MultisigPublicKey(
                List.of(
                        new MultisigPublicKey.Member(t.alice.publicKey(), 1),
                        new MultisigPublicKey.Member(t.bob.publicKey(), 1),
                        new MultisigPublicKey.Member(third.publicKey(), 2)),
                2);
        t.ledger.faucet(group.address(), LedgerFixture.GIFT);
        TransactionData data = transfer(group.address(), gas(group.address(), group.address()));
        SimpleSignature alice = t.alice.sign(data.signingDigest());
        SimpleSignature bob = t.bob.sign(data.signingDigest());
        UserSignature light = new MultisigSignature(List.of(alice.signature()), 0b001, group);
        assertThatThrownBy(() -> t.ledger.execute(new SignedTransaction(data, List.of(light))))
                .isInstanceOf(DataException.Denied.class)
                .hasMessageContaining("does not verify");
        assertThatThrownBy(() -> t.ledger.execute(signed(data, t.alice))).isInstanceOf(DataException.Denied.class);
        UserSignature both = MultisigSignature.combine(group, List.of(bob, alice));
        ExecutedTransaction first =
                t.ledger.execute(new SignedTransaction(data, List.of(both))).requireSuccess();
        // one heavy member is as good, also in a later transaction; the log keeps whoever signed
        TransactionData next = transfer(group.address(), gas(group.address(), group.address()));
        UserSignature heavy = MultisigSignature.combine(group, List.of(third.sign(next.signingDigest())));
        t.ledger.execute(new SignedTransaction(next, List.of(heavy))).requireSuccess();
        assertThat(t.ledger.transaction(first.digest()).signed().orElseThrow().signatures())
                .containsExactly(both);
        assertThat(t.coins(t.alice)).hasSize(5);
    }

    @Test
    void aSponsorPaysAndMustSign() {
        TransactionData data = transfer(t.alice.address(), gas(t.bob.address(), t.bob.address()));
        long before = balance(t.bob);
        for (SignedTransaction wrong : List.of(
                signed(data, t.alice),
                signed(data, t.bob),
                signed(data, t.alice, t.alice),
                signed(data, t.alice, t.bob, t.bob))) {
            assertThatThrownBy(() -> t.ledger.execute(wrong)).isInstanceOf(DataException.Denied.class);
        }
        ExecutedTransaction done =
                t.ledger.execute(signed(data, t.bob, t.alice)).requireSuccess();
        assertThat(before - balance(t.bob)).isEqualTo(done.effects().gas().net() + 1);
        assertThat(done.effects().gasObject().orElseThrow().output())
                .isInstanceOfSatisfying(
                        ObjectChange.Output.ObjectWrite.class,
                        coin -> assertThat(coin.owner()).isEqualTo(new Owner.AddressOwner(t.bob.address())));
    }

    @Test
    void aSponsorsCoinsMustBeTheSponsors() {
        ObjectRef alices = t.richest(t.alice);
        TransactionData data =
                transfer(t.alice.address(), new GasData(List.of(alices), t.bob.address(), 1000, LedgerFixture.BUDGET));
        assertThatThrownBy(() -> t.ledger.execute(signed(data, t.alice, t.bob)))
                .isInstanceOf(DataException.Denied.class);
    }

    @Test
    void contractsSeeTheSponsor() {
        for (boolean isSponsored : new boolean[] {false, true}) {
            Address payer = isSponsored ? t.bob.address() : t.alice.address();
            ProgrammableTransaction kind = new ProgrammableTransaction(
                    List.of(),
                    List.of(new Command.MoveCall(Address.SUI, "tx_context", "sponsor", List.of(), List.of())));
            TransactionData data =
                    new TransactionData(kind, t.alice.address(), gas(payer, payer), new Expiration.None());
            Simulation seen = t.ledger.simulate(data, Ledger.Checks.FULL).requireSuccess();
            String some = isSponsored ? "01" + t.bob.address().bytes().toHex() : "00";
            assertThat(seen.results().getFirst().returned().getFirst().bcs().toHex())
                    .isEqualTo(some);
        }
    }

    private GasData gas(Address holder, Address payer) {
        ObjectRef coin = t.ledger.coins(holder, StructTag.SUI, PageRequest.FIRST).items().stream()
                .max((a, b) -> Long.compare(a.balance(), b.balance()))
                .orElseThrow()
                .ref();
        return new GasData(List.of(coin), payer, 1000, LedgerFixture.BUDGET);
    }

    /// One MIST from the payment to alice.
    private TransactionData transfer(Address sender, GasData gas) {
        ProgrammableTransaction kind = new ProgrammableTransaction(
                List.of(u64(1), address(t.alice.address())),
                List.of(
                        new Command.SplitCoins(new Argument.GasCoin(), List.of(new Argument.Input(0))),
                        new Command.TransferObjects(List.of(new Argument.Result(0)), new Argument.Input(1))));
        return new TransactionData(kind, sender, gas, new Expiration.None());
    }

    private static SignedTransaction signed(TransactionData data, Keypair... keys) {
        return new SignedTransaction(
                data,
                List.of(keys).stream()
                        .map(key -> (UserSignature) key.sign(data.signingDigest()))
                        .toList());
    }

    private long balance(Keypair key) {
        return t.ledger.balance(key.address(), StructTag.SUI).total();
    }
}
