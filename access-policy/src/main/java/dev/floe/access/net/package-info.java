/// Key servers and their clients over HTTP. No Vert.x type appears in a signature.
@NullMarked
package dev.floe.access.net;

import org.jspecify.annotations.NullMarked;
