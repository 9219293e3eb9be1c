package dev.floe.cli.vectors;

import java.util.List;

/// Runs the vector files of one schema. To add a schema, implement this and list it in [VectorSuites].
public interface VectorSuite {

    /// The file name without `.json`, such as `blobs`.
    String name();

    /// Fields that every case of this schema has and no other schema's cases have together. A file of another
    /// name whose first case has them all is taken for one of this schema.
    List<String> caseFields();

    /// Checks all cases of `file`, each within [CaseRunner#run].
    void run(VectorFile file, CaseRunner cases);
}
