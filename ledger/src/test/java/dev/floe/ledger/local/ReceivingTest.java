package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.error;
import static dev.floe.ledger.local.LedgerFixture.pure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.move.Packages;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Objects that were sent to objects: `scenarios::flows::Mailbox` collects cards.
final class ReceivingTest {

    private LedgerFixture t;
    private Address flows = Address.ZERO;
    private SuiObject mailbox;

    @BeforeEach
    void open() throws IOException {
        t = new LedgerFixture("receiving");
        flows = t.publish(new CompiledPackage(
                Packages.modules("scenarios").stream().map(Bytes::copyOf).toList(), List.of(Address.STD, Address.SUI)));
        mailbox = mailbox();
    }

    @AfterEach
    void close() {
        t.ledger.verify();
        assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        t.close();
    }

    @Test
    void whatWasSentToAnObjectIsReceivedThroughIt() {
        SuiObject card = posted(mailbox);
        assertThat(card.owner()).isEqualTo(new Owner.AddressOwner(mailbox.id()));
        collect(t.bob, mailbox, new ObjectArg.Receiving(card.ref())).requireSuccess();
        assertThat(t.ledger.object(card.id()).owner()).isEqualTo(new Owner.AddressOwner(t.bob.address()));
        assertThat(t.ledger.object(card.id()).version()).isGreaterThan(card.version());
    }

    @Test
    void itCannotBeUsedDirectlyNotEvenByWhoSentIt() {
        SuiObject card = posted(mailbox);
        for (Keypair sender : List.of(t.alice, t.bob)) {
            LedgerFixture.Build build = t.build(sender);
            build.call(flows + "::flows::use_card", List.of(), build.object(card));
            assertThatThrownBy(build::execute).hasMessageContaining("belongs to");
        }
        LedgerFixture.Build asReceived = t.build(t.alice);
        asReceived.call(flows + "::flows::use_card", List.of(), asReceived.input(new ObjectArg.Receiving(card.ref())));
        assertThat(error(asReceived.execute())).isInstanceOf(ExecutionError.InvalidArgument.class);
    }

    @Test
    void anotherObjectDoesNotReceiveIt() {
        SuiObject card = posted(mailbox);
        SuiObject other = mailbox();
        assertAborts(collect(t.bob, other, new ObjectArg.Receiving(card.ref())), 3);
        assertThat(t.ledger.object(card.id())).isEqualTo(card);
    }

    @Test
    void anotherTypeIsNotReceived() {
        SuiObject coin = t.ledger.object(t.coins(t.alice).get(1).ref().id());
        LedgerFixture.Build send = t.build(t.alice);
        send.transfer(mailbox.id(), send.object(coin));
        send.execute().requireSuccess();
        SuiObject sent = t.ledger.object(coin.id());
        assertThat(error(collect(t.bob, mailbox, new ObjectArg.Receiving(sent.ref()))))
                .isInstanceOf(ExecutionError.MoveAbort.class);
        assertThat(t.ledger.object(coin.id())).isEqualTo(sent);
    }

    @Test
    void aTicketIsGoodOnce() {
        SuiObject card = posted(mailbox);
        LedgerFixture.Build twice = t.build(t.bob);
        Argument box = twice.input(shared(mailbox));
        Argument ticket = twice.input(new ObjectArg.Receiving(card.ref()));
        twice.call(flows + "::flows::collect_card", List.of(), box, ticket);
        twice.call(flows + "::flows::collect_card", List.of(), box, ticket);
        assertThat(error(twice.execute())).isInstanceOf(ExecutionError.InvalidArgument.class);
        collect(t.bob, mailbox, new ObjectArg.Receiving(card.ref())).requireSuccess();
        ObjectRef stale = card.ref();
        assertThatThrownBy(() -> collect(t.bob, mailbox, new ObjectArg.Receiving(stale)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTicketThatIsNotUsedLeavesTheObject() {
        SuiObject card = posted(mailbox);
        LedgerFixture.Build build = t.build(t.bob);
        build.input(new ObjectArg.Receiving(card.ref()));
        build.call("0x2::coin::zero", List.of(StructTag.SUI));
        build.transfer(t.bob.address(), build.last());
        build.execute().requireSuccess();
        assertThat(t.ledger.object(card.id())).isEqualTo(card);
    }

    private SuiObject mailbox() {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(flows + "::flows::create_mailbox", List.of());
        return build.execute().requireSuccess().created(t.ledger, StructTag.of(flows, "flows", "Mailbox"));
    }

    private SuiObject posted(SuiObject box) {
        LedgerFixture.Build make = t.build(t.alice);
        make.call(
                flows + "::flows::create_card",
                List.of(),
                make.input(pure(new BcsWriter().string("hello").toBytes())));
        SuiObject card = make.execute().requireSuccess().created(t.ledger, StructTag.of(flows, "flows", "Card"));
        LedgerFixture.Build post = t.build(t.alice);
        post.call(flows + "::flows::post_card", List.of(), post.input(shared(box)), post.object(card));
        post.execute().requireSuccess();
        return t.ledger.object(card.id());
    }

    private ExecutedTransaction collect(Keypair sender, SuiObject box, ObjectArg ticket) {
        LedgerFixture.Build build = t.build(sender);
        build.call(flows + "::flows::collect_card", List.of(), build.input(shared(box)), build.input(ticket));
        return build.execute();
    }

    private static CallArg shared(SuiObject object) {
        return new ObjectArg.Shared(object.id(), ((Owner.Shared) object.owner()).initialSharedVersion(), true);
    }

    private static void assertAborts(ExecutedTransaction done, long code) {
        assertThat(error(done)).isInstanceOfSatisfying(ExecutionError.MoveAbort.class, abort -> {
            assertThat(abort.code()).isEqualTo(code);
            assertThat(abort.location().module()).isEqualTo("transfer");
        });
    }
}
