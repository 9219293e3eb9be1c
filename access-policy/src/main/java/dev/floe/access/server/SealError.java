package dev.floe.access.server;

/// Why a key server refuses, as clients know it. Source: MystenLabs/seal `crates/key-server/src/errors.rs`.
public enum SealError {
    /// The transaction breaks a rule.
    INVALID_PTB("InvalidPTB", 403),
    /// There is no such package.
    INVALID_PACKAGE("InvalidPackage", 403),
    /// The policy said no.
    NO_ACCESS("NoAccess", 403),
    /// The certificate's times do not fit.
    INVALID_CERTIFICATE("InvalidCertificate", 403),
    /// The user did not sign the certificate.
    INVALID_SIGNATURE("InvalidSignature", 403),
    /// The session key did not sign the request.
    INVALID_SESSION_SIGNATURE("InvalidSessionSignature", 403),
    /// An object of the transaction does not exist, or not yet.
    INVALID_PARAMETER("InvalidParameter", 403),
    /// The registered name does not belong to the package.
    INVALID_MVR_NAME("InvalidMVRName", 403),
    /// This kind of client is not served.
    INVALID_SDK_TYPE("InvalidSDKType", 400),
    /// The client's version is no version.
    INVALID_SDK_VERSION("InvalidSDKVersion", 400),
    /// This server does not stand behind that object.
    INVALID_SERVICE_ID("InvalidServiceId", 400),
    /// This server does not serve that package.
    UNSUPPORTED_PACKAGE_ID("UnsupportedPackageId", 400),
    /// A header is missing.
    MISSING_REQUIRED_HEADER("MissingRequiredHeader", 400),
    /// The client is too old.
    DEPRECATED_SDK_VERSION("DeprecatedSDKVersion", 426),
    /// This user asks too often; ours, the official server leaves that to a gateway.
    RATE_LIMITED("RateLimited", 429),
    /// Nothing that the client can change; the message hides the cause. Try again.
    FAILURE("Failure", 503);

    private final String code;
    private final int status;

    SealError(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /// The word in the body of an answer.
    public String code() {
        return code;
    }

    /// The HTTP status.
    public int status() {
        return status;
    }
}
