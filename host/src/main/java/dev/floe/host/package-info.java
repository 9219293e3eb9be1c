/// The machine: files that survive a crash, time, threads and randomness, as interfaces that tests can own.
@NullMarked
package dev.floe.host;

import org.jspecify.annotations.NullMarked;
