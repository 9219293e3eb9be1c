/// How the real machine does it.
@NullMarked
package dev.floe.host.internal;

import org.jspecify.annotations.NullMarked;
