/// Seeded generators, a deterministic scheduler, simulated files and a lying network, for tests only.
@NullMarked
package dev.floe.testkit;

import org.jspecify.annotations.NullMarked;
