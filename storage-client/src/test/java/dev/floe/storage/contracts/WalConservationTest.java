package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.SignerBitmap;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TypeTag;
import dev.floe.testkit.Campaign;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// No unit of WAL is made or lost, and no epoch change fails, whatever stakers, users and nodes do.
final class WalConservationTest {

    /// Epochs of one network: long enough for pools to see every order of joining, earning and leaving.
    private static final int EPOCHS_PER_NETWORK = 100;

    private static final int MAX_NODES = 9;
    private static final int MAX_STAKES = 40;

    /// What an operation may be refused with: it was asked for at random.
    private static final Map<String, Set<String>> REFUSALS = Map.of(
            "request", Set.of("staking_pool 8", "staking_pool 13", "staking_pool 18"),
            "withdraw", Set.of("staking_pool 10", "staking_pool 11"),
            // Without a committee prices are as high as can be.
            "buy", Set.of("system_state_inner 1", "system_state_inner arithmetic", "balance 2"),
            "join", Set.of("staked_wal 1"));

    @Test
    void allWalIsSomewhereOverManyEpochs() throws IOException {
        // 300 epochs in every build, 4,000 with -Pcampaign.
        long epochs = Math.clamp(Campaign.inputs() * 3 / 1000, 30, 4_000);
        Seed seed = Seed.of("WAL conservation, " + epochs + " epochs");
        Map<String, Integer> counts = new TreeMap<>();
        for (long done = 0, run = 0; done < epochs; done += EPOCHS_PER_NETWORK, run++) {
            Seed child = seed.child(run);
            try (Economy economy = new Economy(child, counts)) {
                economy.live((int) Math.min(EPOCHS_PER_NETWORK, epochs - done));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(seed + ", network " + run + ": " + e.getMessage(), e);
            }
        }
        System.out.println("WAL conservation: " + counts);
        if (epochs >= 300) {
            assertThat(counts.keySet())
                    .contains("request ok", "withdraw ok", "withdraw early", "collect ok", "slash ok", "challenge ok");
        }
    }

    /// A network with random inhabitants.
    private static final class Economy implements AutoCloseable {

        private final StakingNetwork net;
        private final RandomGenerator random;
        private final Map<String, Integer> counts;
        private final List<Address> stakes = new ArrayList<>();
        private int operations;

        Economy(Seed seed, Map<String, Integer> counts) throws IOException {
            this.random = seed.child(7).random();
            this.counts = counts;
            this.net = new StakingNetwork(seed, 4 + random.nextInt(60));
            int nodes = 2 + random.nextInt(4);
            for (int i = 0; i < nodes; i++) {
                register();
            }
            // Somebody always stakes: without any stake there is no next committee, and that is the rule.
            net.stake(net.nodes.getFirst().id(), 3 * StakingNetwork.WAL);
        }

        void live(int epochs) {
            for (int i = 0; i < epochs; i++) {
                epoch();
            }
            leave();
        }

        private void epoch() {
            act(4);
            boolean challenged = net.epoch() > 0 && random.nextInt(8) == 0;
            if (challenged) {
                challenge();
            }
            net.pass(StakingNetwork.EPOCH_MILLIS / 2);
            net.vote();
            act(3);
            if (random.nextInt(6) == 0) {
                slash();
            }
            net.pass(StakingNetwork.EPOCH_MILLIS / 2);
            net.change();
            count("epoch ok");
            act(2);
            net.sync();
        }

        private void act(int most) {
            for (int i = random.nextInt(most + 1); i > 0; i--) {
                switch (random.nextInt(14)) {
                    case 0, 1, 2 -> stake();
                    case 3, 4 -> request(random.nextInt(Math.max(1, stakes.size())));
                    case 5, 6 -> withdraw(random.nextInt(Math.max(1, stakes.size())));
                    case 7 -> buy();
                    case 8 -> commission();
                    case 9 -> collect();
                    case 10 -> split();
                    case 11 -> join();
                    case 12 -> subsidy();
                    default -> nodes();
                }
            }
        }

        private void stake() {
            if (stakes.size() < MAX_STAKES) {
                stakes.add(net.stake(anyNode().id(), amount(1_000_000 * StakingNetwork.WAL)));
                count("stake ok");
            }
        }

        private void request(int index) {
            if (index < stakes.size()) {
                attempt(
                        "request",
                        tx -> net.call(
                                tx,
                                "staking::request_withdraw_stake",
                                tx.object(net.staking),
                                tx.object(stakes.get(index))));
            }
        }

        /// Takes a stake out if it can be; what comes back is never less than what was paid in.
        private boolean withdraw(int index) {
            if (index >= stakes.size()) {
                return false;
            }
            Address stake = stakes.get(index);
            WalCensus.MoveTree before = net.census.tree(stake);
            long principal = before.at("principal").inside().number();
            boolean early = before.at("activation_epoch").number() > net.epoch();
            long purse = purse();
            boolean done = attempt("withdraw", tx -> {
                Argument coin = net.call(tx, "staking::withdraw_stake", tx.object(net.staking), tx.object(stake));
                tx.mergeCoins(tx.object(net.purse), coin);
            });
            if (done) {
                stakes.remove(index);
                long gained = purse() - purse;
                assertThat(gained).as("paid back for " + principal).isGreaterThanOrEqualTo(principal);
                count(early ? "withdraw early" : gained > principal ? "withdraw with rewards" : "withdraw without");
            }
            return done;
        }

        private void buy() {
            long units = 1L + random.nextInt(40);
            int epochs = 1 + random.nextInt(12);
            attempt("buy", tx -> {
                Argument storage = net.call(
                        tx,
                        "system::reserve_space",
                        tx.object(net.system),
                        tx.u64(units * StakingNetwork.UNIT - random.nextInt(1000)),
                        tx.pure(Pure.u32(epochs)),
                        tx.object(net.purse));
                net.call(tx, "storage_resource::destroy", storage);
            });
        }

        private void commission() {
            StakingNetwork.Node node = anyNode();
            int rate = random.nextInt(4) == 0 ? 10_000 * random.nextInt(2) : random.nextInt(10_001);
            attempt(
                    "commission",
                    tx -> net.call(
                            tx,
                            "staking::set_next_commission",
                            tx.object(net.staking),
                            tx.object(node.cap()),
                            tx.pure(Pure.u16(rate))));
        }

        private void collect() {
            StakingNetwork.Node node = anyNode();
            attempt("collect", tx -> {
                Argument proof = tx.call(
                        net.walrus + "::auth::authenticate_with_object",
                        List.of(net.type("storage_node", "StorageNodeCap")),
                        tx.object(node.cap()));
                Argument coin = net.call(
                        tx, "staking::collect_commission", tx.object(net.staking), tx.address(node.id()), proof);
                tx.mergeCoins(tx.object(net.purse), coin);
            });
        }

        private void split() {
            if (stakes.isEmpty() || stakes.size() >= MAX_STAKES) {
                return;
            }
            Address stake = any(stakes);
            long spare = net.census.tree(stake).at("principal").inside().number() - 2 * StakingNetwork.WAL;
            if (spare >= 0) {
                long part = StakingNetwork.WAL + random.nextLong(spare + 1);
                stakes.add(StakingNetwork.created(
                        net.run(tx -> net.keep(tx, net.call(tx, "staked_wal::split", tx.object(stake), tx.u64(part)))),
                        net.type("staked_wal", "StakedWal")));
                count("split ok");
            }
        }

        private void join() {
            if (stakes.size() < 2) {
                return;
            }
            Address one = any(stakes);
            Address other = any(stakes);
            if (!one.equals(other)
                    && attempt("join", tx -> net.call(tx, "staked_wal::join", tx.object(one), tx.object(other)))) {
                stakes.remove(other);
            }
        }

        private void subsidy() {
            long amount = amount(1000 * StakingNetwork.WAL);
            if (random.nextBoolean()) {
                attempt(
                        "subsidy",
                        tx -> net.call(
                                tx,
                                "system::add_subsidy",
                                tx.object(net.system),
                                net.pay(tx, amount),
                                tx.pure(Pure.u32(1 + random.nextInt(12)))));
                return;
            }
            Address node = anyNode().id();
            TypeTag wal = net.census.walType();
            attempt("gift", tx -> {
                Argument balance = tx.call("0x2::coin::into_balance", List.of(wal), net.pay(tx, amount));
                net.call(
                        tx,
                        "staking::add_commission_to_pools",
                        tx.object(net.staking),
                        tx.pure(Pure.vector(List.of(Pure.address(node)))),
                        tx.makeMoveVec(StructTag.of(Address.SUI, "balance", "Balance", wal), balance));
            });
        }

        /// A node joins, wants other prices, or says what it can hold.
        private void nodes() {
            if (net.nodes.size() < MAX_NODES && random.nextInt(3) == 0) {
                register();
                return;
            }
            StakingNetwork.Node node = anyNode();
            String vote = random.nextBoolean() ? "staking::set_storage_price_vote" : "staking::set_write_price_vote";
            attempt("price", tx -> {
                net.call(tx, vote, tx.object(net.staking), tx.object(node.cap()), tx.u64(price()));
                net.call(tx, "staking::update_prices", tx.object(net.staking), tx.object(net.system));
            });
        }

        private void register() {
            net.register(random.nextInt(5000), 20_000 * StakingNetwork.UNIT, price());
            count("register ok");
        }

        /// A quorum burns a node's commission.
        private void slash() {
            List<Address> members = net.members();
            if (members.isEmpty()) {
                return;
            }
            Address candidate = anyNode().id();
            attempt("slash", tx -> {
                for (Address member : members) {
                    Argument proof = net.call(tx, "auth::authenticate_sender");
                    net.call(
                            tx,
                            "slashing::vote_for_slashing",
                            tx.object(net.slashing),
                            tx.object(net.staking),
                            proof,
                            tx.address(member),
                            tx.address(candidate));
                }
                net.call(
                        tx,
                        "slashing::execute_slashing",
                        tx.object(net.slashing),
                        tx.object(net.staking),
                        tx.object(net.treasury),
                        tx.address(candidate));
            });
        }

        /// A round of storage challenges that some nodes fail.
        private void challenge() {
            List<StakingNetwork.Node> members = net.memberNodes();
            for (StakingNetwork.Node member : members) {
                if (!net.isChallengeDrawn()) {
                    net.run(tx -> net.reveal(tx, member));
                }
            }
            List<MinPk.Signature> signatures = new ArrayList<>();
            for (StakingNetwork.Node member : members) {
                if (random.nextInt(5) > 0) {
                    signatures.clear();
                    members.forEach(
                            signer -> signatures.add(StakingNetwork.BLS.sign(signer.key(), net.passed(member.id()))));
                    net.run(tx -> net.call(
                            tx,
                            "storage_challenge::attest",
                            tx.object(net.challenges),
                            tx.object(net.system),
                            tx.bytes(StakingNetwork.BLS.aggregate(signatures).toBytes()),
                            tx.bytes(SignerBitmap.encode(
                                    IntStream.range(0, members.size()).boxed().toList(), members.size())),
                            tx.bytes(net.passed(member.id())),
                            tx.clock()));
                }
            }
            net.pass(StakingNetwork.WINDOW_MILLIS);
            attempt(
                    "challenge",
                    tx -> net.call(
                            tx,
                            "storage_challenge::settle",
                            tx.object(net.challenges),
                            tx.object(net.staking),
                            tx.clock()));
        }

        /// Everybody takes out what is theirs; nobody is turned away for ever.
        private void leave() {
            for (int round = 0; round < 4 && !stakes.isEmpty(); round++) {
                for (int i = stakes.size() - 1; i >= 0; i--) {
                    if (!withdraw(i)) {
                        request(i);
                    }
                }
                net.nextEpoch();
            }
            assertThat(stakes).as("stakes that cannot be withdrawn").isEmpty();
        }

        private boolean attempt(String what, Consumer<Transaction> commands) {
            StakingNetwork.Outcome outcome = net.attempt(commands);
            outcome.abort()
                    .ifPresent(abort -> assertThat(REFUSALS.getOrDefault(what, Set.of()))
                            .as(what + " after " + operations + " operations")
                            .contains(abort));
            count(what + " " + outcome.abort().orElse("ok"));
            return outcome.abort().isEmpty();
        }

        private void count(String what) {
            operations++;
            counts.merge(what, 1, Integer::sum);
        }

        /// From one WAL up, often round, often one unit beside it.
        private long amount(long most) {
            long amount = StakingNetwork.WAL + random.nextLong(random.nextBoolean() ? 10 : most);
            return random.nextBoolean() ? amount : amount / StakingNetwork.WAL * StakingNetwork.WAL;
        }

        private long price() {
            return switch (random.nextInt(4)) {
                case 0 -> 1;
                case 1 -> 1 + random.nextInt(1000);
                case 2 -> 10L * StakingNetwork.WAL;
                default -> 1_000_000L + random.nextInt(1_000_000);
            };
        }

        private long purse() {
            return net.census.tree(net.purse).at("balance").inside().number();
        }

        private StakingNetwork.Node anyNode() {
            return any(net.nodes);
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        @Override
        public void close() {
            net.close();
        }
    }
}
