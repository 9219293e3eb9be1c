/// Seal: sessions, encryption, key servers, and their conformance vectors.
@NullMarked
package dev.floe.cli.access;

import org.jspecify.annotations.NullMarked;
