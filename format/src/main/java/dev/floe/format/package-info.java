/// What bytes mean: values and codecs. Pure: no I/O, no clock, no threads.
@NullMarked
package dev.floe.format;

import org.jspecify.annotations.NullMarked;
