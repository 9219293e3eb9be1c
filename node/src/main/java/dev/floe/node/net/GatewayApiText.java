package dev.floe.node.net;

/// What `GET /v1/api` of a gateway says: the routes, for people.
final class GatewayApiText {

    static final String TEXT = """
            Walrus aggregator and publisher, HTTP API

            GET  /v1/blobs/{id}                              Range, If-Range, If-None-Match; HEAD too
            GET  /v1/blobs/by-object-id/{object}             the same, with attributes as headers
            GET  /v1/blobs/by-quilt-patch-id/{patch}
            GET  /v1/blobs/by-quilt-id/{quilt}/{identifier}
            GET  /v1/quilts/{quilt}/patches
            PUT  /v1/blobs?epochs=N&deletable=true|permanent=true[&send_object_to=0x…|&share=true][&force=true]
            PUT  /v1/quilts?…                                multipart/form-data: a part per file; _metadata for tags
            GET  /status, /health, /v1/tip-config
            """;

    private GatewayApiText() {}
}
