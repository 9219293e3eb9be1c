package dev.floe.storage.net;

import dev.floe.format.Bytes;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts exactly one key: the one the committee names for a node. Names, dates and issuers of certificates say
/// nothing more than that, so they are not looked at; TLS itself proves that the other side has the key.
final class PinnedKey extends X509ExtendedTrustManager {

    private static final int FIELD_BYTES = 32;
    private static final BigInteger SECP256R1_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final Bytes expected;

    private PinnedKey(Bytes expected) {
        this.expected = expected;
    }

    /// TLS that accepts only a server with the key `compressed`.
    ///
    /// @param compressed 33 bytes, a compressed point of secp256r1
    static SSLContext context(Bytes compressed) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            @SuppressWarnings("NullAway") // null asks for the JDK's own randomness and no client key
            SecureRandom random = null;
            context.init(null, new TrustManager[] {new PinnedKey(compressed)}, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /// The 33-byte form of a public key.
    static Bytes compressed(PublicKey key) throws CertificateException {
        if (!(key instanceof ECPublicKey ec) || !ec.getParams().getOrder().equals(SECP256R1_ORDER)) {
            throw new CertificateException("server key: expected one of secp256r1, got " + key.getAlgorithm());
        }
        ECPoint point = ec.getW();
        byte[] bytes = new byte[1 + FIELD_BYTES];
        bytes[0] = (byte) (point.getAffineY().testBit(0) ? 3 : 2);
        byte[] x = point.getAffineX().toByteArray();
        int length = Math.min(x.length, FIELD_BYTES);
        System.arraycopy(x, x.length - length, bytes, bytes.length - length, length);
        return Bytes.copyOf(bytes);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("server sent no certificate");
        }
        Bytes got = compressed(chain[0].getPublicKey());
        if (!got.equals(expected)) {
            throw new CertificateException("server key: expected " + expected + " as the committee says, got " + got);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("clients are not checked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("clients are not checked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("clients are not checked here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
