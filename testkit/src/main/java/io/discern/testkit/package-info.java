/**
 * The contracts of the library as tests to extend.
 *
 * <p>An interface says what an encoder looks like; it cannot say that row 17 belongs to image 17, that a batch of one gives what
 * a batch of 32 gives, or that nothing stays allocated. {@link io.discern.testkit.EncoderContractTest} checks that, one clause
 * a test; who brings an encoder extends it in five lines. {@link io.discern.testkit.PreprocessorContractTest} and
 * {@link io.discern.testkit.SimilarityContractTest} compare an implementation with the references in core.
 *
 * <p>Each clause is blind to what another one checks, so that one fault fails one test, whose message names the clause, what
 * was found and what was expected. Test images are made here from seeds ({@link io.discern.testkit.TestImages}); nothing is
 * read from disk or network.
 */
package io.discern.testkit;
