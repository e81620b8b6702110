package io.discern.testkit;

import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;

/** The reference keeps the contract that it defines; what this adds is that it refuses, excludes and overlaps as stated. */
class JavaSimilarityTest extends SimilarityContractTest {
    @Override
    protected CosineSimilarity open() {
        return Similarities.open("java");
    }
}
