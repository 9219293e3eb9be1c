package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.error;
import static dev.floe.ledger.local.LedgerFixture.pure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Command;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionError.PackageUpgradeError;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.move.Packages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several versions of packages that use each other: `contracts/versions`.
final class VersionsTest {

    private static final StructTag CAP = StructTag.of(Address.SUI, "package", "UpgradeCap");
    private static final ExecutionError INCOMPATIBLE =
            new ExecutionError.PackageUpgrade(new PackageUpgradeError.IncompatibleUpgrade());
    private static final int COMPATIBLE = 0;
    private static final int ADDITIVE = 128;
    private static final int DEPENDENCY_ONLY = 192;

    private static final Address BASE_PLACEHOLDER = placeholder("floe:base");
    private static final Address USER_PLACEHOLDER = placeholder("floe:user");

    private LedgerFixture t;
    private Address base = Address.ZERO;
    private Address baseCap = Address.ZERO;

    @BeforeEach
    void publishBase() throws IOException {
        t = new LedgerFixture("versions");
        Published published = publish("base", Map.of(), List.of());
        base = published.id();
        baseCap = published.cap();
    }

    @AfterEach
    void close() {
        t.ledger.verify();
        assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        t.close();
    }

    private record Published(Address id, Address cap) {}

    @Test
    void aDependentKeepsTheVersionItWasLinkedWith() {
        Published user = publish("user", Map.of(BASE_PLACEHOLDER, base), List.of(base));
        Address second = upgraded(baseCap, base, "base_changed", COMPATIBLE);
        assertThat(number(base + "::item::version")).isEqualTo(1);
        assertThat(number(second + "::item::version")).isEqualTo(2);
        assertThat(number(user.id() + "::user::version")).isEqualTo(1);
        Published later = publish("user", Map.of(BASE_PLACEHOLDER, base), List.of(second));
        assertThat(number(later.id() + "::user::version")).isEqualTo(2);
        MovePackage pkg = t.ledger.object(later.id()).asPackage();
        assertThat(pkg.linkage().get(base)).isEqualTo(new MovePackage.Link(second, 2));
    }

    @Test
    void aDependencyOnlyUpgradeBringsTheNewVersion() {
        Map<Address, Address> to = Map.of(BASE_PLACEHOLDER, base);
        Published user = publish("user", to, List.of(base));
        Address second = upgraded(baseCap, base, "base_changed", COMPATIBLE);
        ExecutedTransaction changed =
                upgrade(user.cap(), user.id(), compiled("user_changed", to, List.of(second)), DEPENDENCY_ONLY);
        assertThat(error(changed)).isEqualTo(INCOMPATIBLE);
        ExecutedTransaction same =
                upgrade(user.cap(), user.id(), compiled("user", to, List.of(second)), DEPENDENCY_ONLY);
        Address next = LedgerFixture.packageOf(same.requireSuccess());
        assertThat(number(next + "::user::version")).isEqualTo(2);
        assertThat(number(user.id() + "::user::version")).isEqualTo(1);
    }

    @Test
    void twoWaysToAPackageLeadToOneVersion() {
        Map<Address, Address> to = Map.of(BASE_PLACEHOLDER, base);
        Published user = publish("user", to, List.of(base));
        Address second = upgraded(baseCap, base, "base_changed", COMPATIBLE);
        Map<Address, Address> both = Map.of(BASE_PLACEHOLDER, base, USER_PLACEHOLDER, user.id());
        Published old = publish("top", both, List.of(base, user.id()));
        Published fresh = publish("top", both, List.of(second, user.id()));
        assertThat(numbers(old.id() + "::top::versions")).containsExactly(1L, 1L);
        assertThat(numbers(fresh.id() + "::top::versions")).containsExactly(2L, 2L);
        LedgerFixture.Build call = t.build(t.alice);
        call.call(fresh.id() + "::top::through", List.of());
        call.execute().requireSuccess();
        Published needsSecond = publish("user", to, List.of(second));
        Map<Address, Address> lower = Map.of(BASE_PLACEHOLDER, base, USER_PLACEHOLDER, needsSecond.id());
        assertThat(error(publishing(compiled("top", lower, List.of(base, needsSecond.id())))))
                .isEqualTo(ExecutionError.Plain.PUBLISH_UPGRADE_DEPENDENCY_DOWNGRADE);
        assertThat(error(publishing(compiled("top", both, List.of(base)))))
                .isEqualTo(ExecutionError.Plain.PUBLISH_UPGRADE_MISSING_DEPENDENCY);
        assertThat(error(publishing(compiled("top", both, List.of(base, second, user.id())))))
                .isEqualTo(ExecutionError.Plain.INVALID_LINKAGE);
    }

    @Test
    void typesKeepTheVersionThatDefinedThem() {
        Address second = upgraded(baseCap, base, "base_changed", COMPATIBLE);
        SuiObject item = made(second + "::item::make", StructTag.of(base, "item", "Item"));
        made(second + "::item::add", StructTag.of(second, "item", "Added"));
        assertThat(t.ledger.object(second).asPackage().typeOrigins())
                .containsExactlyInAnyOrder(
                        new MovePackage.TypeOrigin("item", "Item", base),
                        new MovePackage.TypeOrigin("item", "Added", second));
        // made by the second version, used by the first
        LedgerFixture.Build first = t.build(t.alice);
        first.call(base + "::item::destroy", List.of(), first.object(item));
        first.execute().requireSuccess();
        LedgerFixture.Build wrong = t.build(t.alice);
        wrong.call(base + "::item::add", List.of());
        assertThat(error(wrong.execute())).isEqualTo(ExecutionError.Plain.FUNCTION_NOT_FOUND);
    }

    @Test
    void additiveUpgradesAddOnly() {
        assertThat(error(upgrade(baseCap, base, compiled("base_changed"), ADDITIVE)))
                .isEqualTo(INCOMPATIBLE);
        Address second = upgraded(baseCap, base, "base_additive", ADDITIVE);
        assertThat(t.ledger.packages().modules(second)).containsExactly("item", "more");
        made(second + "::item::add", StructTag.of(second, "item", "Added"));
        assertThat(number(second + "::item::version")).isEqualTo(1);
        // what was added must stay from then on
        assertThat(error(upgrade(baseCap, second, compiled("base"), ADDITIVE))).isEqualTo(INCOMPATIBLE);
    }

    @Test
    void dependencyOnlyUpgradesAddNothing() {
        assertThat(error(upgrade(baseCap, base, compiled("base_additive"), DEPENDENCY_ONLY)))
                .isEqualTo(INCOMPATIBLE);
        upgraded(baseCap, base, "base", DEPENDENCY_ONLY);
    }

    @Test
    void compatibleUpgradesKeepPublicSignatures() {
        assertThat(error(upgrade(baseCap, base, compiled("base_broken"), COMPATIBLE)))
                .isEqualTo(INCOMPATIBLE);
        Address second = upgraded(baseCap, base, "base_additive", COMPATIBLE);
        assertThat(error(upgrade(baseCap, second, compiled("base"), COMPATIBLE)))
                .isEqualTo(INCOMPATIBLE);
    }

    @Test
    void aCapabilityOnceRestrictedStaysSo() {
        LedgerFixture.Build restrict = t.build(t.alice);
        restrict.call("0x2::package::only_additive_upgrades", List.of(), restrict.object(t.ledger.object(baseCap)));
        restrict.execute().requireSuccess();
        assertThat(error(upgrade(baseCap, base, compiled("base_changed"), COMPATIBLE)))
                .isInstanceOfSatisfying(ExecutionError.MoveAbort.class, abort -> {
                    assertThat(abort.location().module()).isEqualTo("package");
                    assertThat(abort.location().functionName()).contains("authorize_upgrade");
                });
        Address second = upgraded(baseCap, base, "base_additive", ADDITIVE);
        LedgerFixture.Build end = t.build(t.alice);
        end.call("0x2::package::make_immutable", List.of(), end.object(t.ledger.object(baseCap)));
        end.execute().requireSuccess();
        assertThat(t.ledger.objects(List.of(baseCap))).isEmpty();
        assertThat(t.ledger.object(second).version()).isEqualTo(2);
    }

    @Test
    void unknownPoliciesAreRefused() {
        assertThat(error(upgrade(baseCap, base, compiled("base"), 7)))
                .isEqualTo(new ExecutionError.PackageUpgrade(new PackageUpgradeError.UnknownUpgradePolicy(7)));
    }

    private Published publish(String name, Map<Address, Address> links, List<Address> dependencies) {
        ExecutedTransaction done =
                publishing(compiled(name, links, dependencies)).requireSuccess();
        return new Published(
                LedgerFixture.packageOf(done), done.created(t.ledger, CAP).id());
    }

    private ExecutedTransaction publishing(CompiledPackage compiled) {
        LedgerFixture.Build build = t.build(t.alice).pay(t.richest(t.alice));
        build.add(new Command.Publish(compiled.modules(), compiled.dependencies()));
        build.transfer(t.alice.address(), build.last());
        return build.execute();
    }

    private Address upgraded(Address cap, Address old, String name, int policy) {
        return LedgerFixture.packageOf(upgrade(cap, old, compiled(name), policy).requireSuccess());
    }

    private ExecutedTransaction upgrade(Address cap, Address old, CompiledPackage compiled, int policy) {
        LedgerFixture.Build build = t.build(t.alice).pay(t.richest(t.alice));
        Argument capability = build.object(t.ledger.object(cap));
        build.call(
                "0x2::package::authorize_upgrade",
                List.of(),
                capability,
                build.input(pure(new BcsWriter().u8(policy).toBytes())),
                build.input(pure(new BcsWriter().bytes(compiled.digest()).toBytes())));
        build.add(new Command.Upgrade(compiled.modules(), compiled.dependencies(), old, build.last()));
        build.call("0x2::package::commit_upgrade", List.of(), capability, build.last());
        return build.execute();
    }

    private static CompiledPackage compiled(String name) {
        return compiled(name, Map.of(), List.of());
    }

    /// A package of `contracts/versions` with the ids of other packages in place of their placeholders.
    private static CompiledPackage compiled(String name, Map<Address, Address> links, List<Address> dependencies) {
        List<Bytes> modules = new ArrayList<>();
        for (byte[] module : Packages.modules("versions_" + name)) {
            links.forEach((placeholder, id) -> replace(module, placeholder, id));
            modules.add(Bytes.copyOf(module));
        }
        List<Address> all = new ArrayList<>(List.of(Address.STD, Address.SUI));
        all.addAll(dependencies);
        return new CompiledPackage(modules, all);
    }

    private static void replace(byte[] module, Address from, Address to) {
        byte[] wanted = from.toByteArray();
        for (int i = 0; i + wanted.length <= module.length; i++) {
            if (Arrays.equals(module, i, i + wanted.length, wanted, 0, wanted.length)) {
                System.arraycopy(to.toByteArray(), 0, module, i, wanted.length);
            }
        }
    }

    private static Address placeholder(String text) {
        byte[] ascii = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] address = new byte[Address.SIZE_BYTES];
        System.arraycopy(ascii, 0, address, address.length - ascii.length, ascii.length);
        return Address.copyOf(address);
    }

    private long number(String target) {
        return numbers(target).getFirst();
    }

    private List<Long> numbers(String target) {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(target, List.of());
        Simulation done = t.ledger.simulate(build.data(), Ledger.Checks.FULL).requireSuccess();
        return done.results().getFirst().returned().stream()
                .map(value -> BcsReader.of("result", value.bcs()).u64())
                .toList();
    }

    /// Calls a function that gives an object, and keeps it.
    private SuiObject made(String target, StructTag type) {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(target, List.of());
        build.transfer(t.alice.address(), build.last());
        return build.execute().requireSuccess().created(t.ledger, type);
    }
}
