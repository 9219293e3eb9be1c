package dev.floe.access.market;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TransactionEffects;
import java.util.List;

/// Where the Move package `floe` is on a ledger.
///
/// @param id      the version to call: the newest
/// @param first   the first version: the namespace of keys and the home of its types
/// @param release the one shared `Release`, which says what version is in force
public record FloePackage(Address id, Address first, Address release) {

    /// Finds the package's parts from the id of any version; that version is the one to call.
    ///
    /// @throws DataException.NotFound if there is no such package, or it is not `floe`
    public static FloePackage at(Ledger ledger, Address id) {
        SuiObject object = ledger.object(id);
        if (!(object.data() instanceof MovePackage pkg)) {
            throw new DataException.NotFound(id + " is no package; name the package floe");
        }
        Address first = pkg.typeOrigins().stream()
                .filter(origin ->
                        origin.module().equals("release") && origin.datatype().equals("Release"))
                .map(MovePackage.TypeOrigin::packageId)
                .findFirst()
                .orElseThrow(() -> new DataException.NotFound(
                        "package " + id + " has no release::Release; it is not the package floe"));
        SuiObject firstObject = first.equals(id) ? object : ledger.object(first);
        TransactionDigest published = firstObject.previousTransaction();
        return new FloePackage(id, first, release(ledger, first, ledger.transaction(published)));
    }

    /// The package that a transaction published.
    ///
    /// @throws DataException.NotFound if it published none
    public static FloePackage published(Ledger ledger, ExecutedTransaction executed) {
        TransactionEffects effects = executed.effects();
        Address id = effects.changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .map(ObjectChange::id)
                .findFirst()
                .orElseThrow(
                        () -> new DataException.NotFound("transaction " + executed.digest() + " published nothing"));
        return new FloePackage(id, id, release(ledger, id, executed));
    }

    /// This, with another version to call.
    public FloePackage upgradedTo(Address newest) {
        return new FloePackage(newest, first, release);
    }

    /// A function of the version to call, as `package::module::function`.
    public String target(String function) {
        return id + "::" + function;
    }

    /// A type of the package.
    public StructTag type(String module, String name) {
        return StructTag.of(first, module, name);
    }

    private static Address release(Ledger ledger, Address first, ExecutedTransaction published) {
        StructTag type = StructTag.of(first, "release", "Release");
        List<Address> created = published.effects().changed().stream()
                .filter(ObjectChange::isCreated)
                .map(ObjectChange::id)
                .toList();
        return ledger.objects(created).values().stream()
                .filter(object ->
                        object.data() instanceof MoveObject move && move.type().equals(type))
                .map(SuiObject::id)
                .findFirst()
                .orElseThrow(() -> new DataException.NotFound(
                        "package " + first + ": the transaction that published it made no release::Release"));
    }
}
