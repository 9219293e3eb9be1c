package dev.floe.format.bls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeCurveTest extends CurveContract {

    @Test
    void theNativeLibraryLoadsHere() {
        assertThat(curve().name()).isEqualTo("native");
    }

    @Override
    Curve curve() {
        return Curve.best();
    }
}
