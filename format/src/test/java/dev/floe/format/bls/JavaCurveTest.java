package dev.floe.format.bls;

class JavaCurveTest extends CurveContract {

    @Override
    Curve curve() {
        return Curve.pureJava();
    }
}
