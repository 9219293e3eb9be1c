package dev.floe.node.net;

import dev.floe.format.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A private key with its certificate for a server. Prints `[secret]`.
///
/// Clients of storage nodes pin the public key, which is the node's network key on the ledger; the certificate may
/// be self-signed.
public final class TlsKey {

    private final Bytes keyDer;
    private final Bytes certificateDer;

    /// @param keyDer PKCS#8 of the private key
    /// @param certificateDer X.509 certificate of its public key
    public TlsKey(Bytes keyDer, Bytes certificateDer) {
        this.keyDer = keyDer;
        this.certificateDer = certificateDer;
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions()
                .setKeyValue(pem("PRIVATE KEY", keyDer))
                .setCertValue(pem("CERTIFICATE", certificateDer));
    }

    private static Buffer pem(String what, Bytes der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toByteArray());
        String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
        return Buffer.buffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
