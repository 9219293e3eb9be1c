package dev.floe.node.net;

/// What `GET /v1/api` says: the routes, for people.
final class ApiText {

    static final String NODE = """
            Walrus storage node, REST API (source: MystenLabs/walrus, crates/walrus-service)

            GET  /v1/blobs/{id}/metadata                                 BCS BlobMetadataWithId
            GET  /v1/blobs/{id}/metadata/status
            PUT  /v1/blobs/{id}/metadata[?pending=true]                  BCS BlobMetadata
            GET  /v1/blobs/{id}/slivers/{pair}/{primary|secondary}       BCS SliverData; Range allowed
            PUT  /v1/blobs/{id}/slivers/{pair}/{primary|secondary}[?pending=true]
            GET  /v1/blobs/{id}/slivers/{pair}/{primary|secondary}/status
            GET  /v1/blobs/{id}/confirmation/permanent[?wait_for_registration=true&wait_millis=N]
            GET  /v1/blobs/{id}/confirmation/deletable/{object}
            GET  /v1/blobs/{id}/recoverySymbols?id=P-S… or ?targetSliver=N&targetType=T [&proofAxis=A]
            GET  /v1/blobs/{id}/decodingSymbols?targetSlivers=N…&targetType=T
            POST /v1/blobs/{id}/inconsistencyProof/{primary|secondary}
            GET  /v1/blobs/{id}/status
            GET  /v1/health
            POST /v1/migrate/sync_shard
            POST /v1/challenge/{node}/{seed}                             ours: look at a challenged node's samples
            GET  /health, /metrics
            """;

    private ApiText() {}
}
