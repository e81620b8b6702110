package io.discern.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.VisionLanguageEncoder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingEncoderTest {

    static Stream<Method> asked() {
        return Stream.of(VisionLanguageEncoder.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    /** A default that is added to the contract later answers for the encoder behind, not for none. */
    @ParameterizedTest
    @MethodSource("asked")
    void asksTheOtherForAllThatAnEncoderIsAsked(Method method) throws NoSuchMethodException {
        assertThat(ForwardingEncoder.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(ForwardingEncoder.class);
    }
}
