/**
 * The kernels without a GPU: {@link io.discern.backend.cuda.HostBuild} compiles them for the host with the address and the
 * undefined-behaviour sanitizer, {@link io.discern.backend.cuda.HostEngine} runs them in a process of their own, and the testkit's
 * contracts and {@link io.discern.backend.cuda.KernelChecks} compare with the reference. Tests on a GPU are tagged {@code gpu}.
 */
package io.discern.backend.cuda;
