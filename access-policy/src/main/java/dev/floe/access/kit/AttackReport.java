package dev.floe.access.kit;

import java.util.List;

/// What an attack found.
///
/// @param probes   how many requests were made
/// @param released how many were answered with a key, rightly or wrongly; an attack in which nothing is released
///     tests nothing
/// @param findings what is wrong, at most [PolicyAttack#MAX_FINDINGS]
/// @param notes    what was not tested
public record AttackReport(long probes, long released, List<Finding> findings, List<String> notes) {

    public AttackReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /// Was nothing found?
    public boolean isClean() {
        return findings.isEmpty();
    }
}
