/// The `floe` command; the only place that composes all modules.
@NullMarked
package dev.floe.cli;

import org.jspecify.annotations.NullMarked;
