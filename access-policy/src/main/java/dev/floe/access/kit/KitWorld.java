package dev.floe.access.kit;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A ledger on which a package was published and the steps of a stage were done, twice: once by the people of the
/// scenario, once by their twins, so that there is somebody with objects of every type who has no right to the
/// first ones' keys.
final class KitWorld implements AutoCloseable {

    static final String PUBLISHER = "publisher";
    private static final long GIFT = 1_000_000_000_000L;

    final LocalLedger ledger;
    /// All versions of the package, the newest last.
    final List<Address> versions = new ArrayList<>();
    final List<Side> sides = List.of(new Side(""), new Side("twin "));
    private final Map<String, Address> init = new LinkedHashMap<>();
    private final Map<String, Wallet> wallets = new LinkedHashMap<>();
    private final Supplier<Keypair> keys;
    private Address upgradeCap = Address.ZERO;

    /// The people of the scenario, or their twins.
    final class Side {
        final String prefix;
        final Map<String, Address> objects = new LinkedHashMap<>();

        Side(String prefix) {
            this.prefix = prefix;
        }

        Wallet wallet(String role) {
            String name = role.equals(PUBLISHER) ? role : prefix + role;
            return wallets.computeIfAbsent(name, _ -> {
                Keypair key = keys.get();
                ledger.faucet(key.address(), GIFT);
                return new Wallet(ledger, key);
            });
        }

        Address object(String name) {
            Address found = objects.getOrDefault(name, init.get(name));
            if (found == null) {
                throw new IllegalArgumentException(
                        "scenario: there is no object '$" + name + "' yet; name it in 'creates'");
            }
            return found;
        }
    }

    KitWorld(LocalLedger ledger, Supplier<Keypair> keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    Address newest() {
        return versions.getLast();
    }

    /// Everybody who has a key pair: name to address.
    Map<String, Address> people() {
        Map<String, Address> people = new LinkedHashMap<>();
        wallets.forEach((name, wallet) -> people.put(name, wallet.address()));
        return people;
    }

    /// Every object that has a name, of both sides: name to object as it is now. Objects that are gone are left
    /// out.
    Map<String, SuiObject> objects() {
        Map<String, Address> ids = new LinkedHashMap<>(init);
        for (Side side : sides) {
            side.objects.forEach((name, id) -> ids.put(side.prefix + name, id));
        }
        Map<Address, SuiObject> found = ledger.objects(ids.values());
        Map<String, SuiObject> objects = new LinkedHashMap<>();
        ids.forEach((name, id) -> {
            SuiObject object = found.get(id);
            if (object != null && object.data() instanceof MoveObject) {
                objects.put(name, object);
            }
        });
        return objects;
    }

    void publish(CompiledPackage compiled, Map<String, String> named) {
        Wallet publisher = sides.getFirst().wallet(PUBLISHER);
        Transaction tx = new Transaction();
        Argument cap = tx.publish(compiled.modules(), compiled.dependencies());
        tx.transferObjects(List.of(cap), tx.address(publisher.address()));
        ExecutedTransaction executed = publisher.execute(tx);
        versions.add(packageOf(executed));
        upgradeCap = executed.created(ledger, StructTag.of(Address.SUI, "package", "UpgradeCap"))
                .id();
        named.forEach((name, type) -> init.put(name, created(executed, type)));
    }

    void apply(Scenario.Step step) {
        switch (step) {
            case Scenario.Step.Advance advance -> ledger.advanceClock(advance.by());
            case Scenario.Step.NextEpoch _ -> ledger.advanceEpoch();
            case Scenario.Step.Upgrade upgrade -> upgrade(upgrade.compiled());
            case Scenario.Step.Run run -> {
                run(sides.getFirst(), run);
                if (!run.role().equals(PUBLISHER)) {
                    run(sides.getLast(), run);
                }
            }
        }
    }

    private void upgrade(CompiledPackage compiled) {
        Transaction tx = new Transaction();
        Argument cap = tx.object(upgradeCap);
        Argument ticket =
                tx.call("0x2::package::authorize_upgrade", List.of(), cap, tx.u8(0), tx.bytes(compiled.digest()));
        Argument receipt = tx.upgrade(compiled.modules(), compiled.dependencies(), newest(), ticket);
        tx.call("0x2::package::commit_upgrade", List.of(), cap, receipt);
        versions.add(packageOf(sides.getFirst().wallet(PUBLISHER).execute(tx)));
    }

    private void run(Side side, Scenario.Step.Run run) {
        Wallet wallet = side.wallet(run.role());
        Transaction tx = new Transaction();
        Expressions expressions = new Expressions(this, side);
        Map<String, Argument> results = new HashMap<>();
        for (Scenario.Call call : run.calls()) {
            Argument[] arguments = call.arguments().stream()
                    .map(text -> expressions.argument(tx, text, results))
                    .toArray(Argument[]::new);
            Argument result = tx.call(target(call.function(), newest()), call.types(), arguments);
            call.result().ifPresent(name -> results.put(name, result));
        }
        if (!run.keep().isEmpty()) {
            List<Argument> kept = run.keep().stream()
                    .map(name -> expressions.result(results, name))
                    .toList();
            tx.transferObjects(kept, tx.address(wallet.address()));
        }
        ExecutedTransaction executed = wallet.execute(tx);
        run.creates().forEach((name, type) -> side.objects.put(name, created(executed, type)));
    }

    /// `package::module::function`.
    static String target(String function, Address packageId) {
        return function.split("::", -1).length == 2 ? packageId + "::" + function : function;
    }

    private Address created(ExecutedTransaction executed, String type) {
        String[] parts = type.split("::", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("scenario: expected module::Type, got '" + type + "'");
        }
        List<Address> ids = executed.effects().changed().stream()
                .filter(ObjectChange::isCreated)
                .map(ObjectChange::id)
                .toList();
        return ledger.objects(ids).values().stream()
                .filter(object -> object.data() instanceof MoveObject move
                        && versions.contains(move.type().address())
                        && move.type().module().equals(parts[0])
                        && move.type().name().equals(parts[1]))
                .map(SuiObject::id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "scenario: the transaction made no " + type + "; look at 'creates' and 'init'"));
    }

    private static Address packageOf(ExecutedTransaction executed) {
        return executed.effects().changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .map(ObjectChange::id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("publishing wrote no package"));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
