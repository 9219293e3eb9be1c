/// The policy test kit: attacks a package of access policies, ours or a stranger's, on a ledger of its own, and
/// reports every probe that was answered with a key. What a scenario says is [dev.floe.access.kit.Scenario]; how
/// the kit attacks is [dev.floe.access.kit.PolicyAttack].
@NullMarked
package dev.floe.access.kit;

import org.jspecify.annotations.NullMarked;
