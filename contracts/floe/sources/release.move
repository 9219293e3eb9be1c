/// Which version of this package is in force.
///
/// A caller may name any version of a package that was ever published, and the code of that version is what runs. So every
/// function that decides or moves money takes the one shared `Release` and refuses when its own version is not the one in force.
module floe::release;

use sui::event;

/// This code is not the version in force; call the newest version of the package.
const EWrongVersion: u64 = 0;
/// The version in force is this one already, or a later one.
const ENotNewer: u64 = 1;

/// The version of this code. Each upgrade raises it by one.
const VERSION: u64 = 1;

/// Shared. There is exactly one, made when the package was first published.
public struct Release has key {
    id: UID,
    version: u64,
}

/// Whoever holds it puts a new version in force. Useless without the upgrade capability of the package.
public struct ReleaseCap has key, store {
    id: UID,
}

/// A version came into force; all earlier ones refuse from now on.
public struct Advanced has copy, drop {
    version: u64,
}

fun init(ctx: &mut TxContext) {
    transfer::share_object(Release { id: object::new(ctx), version: VERSION });
    transfer::transfer(ReleaseCap { id: object::new(ctx) }, ctx.sender());
}

/// Puts the version whose code this is in force. Called in the new version after an upgrade.
public fun advance(release: &mut Release, _: &ReleaseCap) {
    assert!(release.version < VERSION, ENotNewer);
    release.version = VERSION;
    event::emit(Advanced { version: VERSION });
}

/// The version in force.
public fun version(release: &Release): u64 {
    release.version
}

/// Refuses unless this code is in force.
public(package) fun check(release: &Release) {
    assert!(release.version == VERSION, EWrongVersion);
}

#[test_only]
public fun init_for_testing(ctx: &mut TxContext) {
    init(ctx)
}

#[test_only]
public fun set_version_for_testing(release: &mut Release, version: u64) {
    release.version = version;
}
