package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "a/../b",
                "../a",
                "a/..",
                ".",
                "a//b",
                "a/",
                "C:x",
                "c:/x",
                "a\\b",
                "a\nb",
                "a\u0000",
                "\u001b[2J",
                "\u0085",
                "\ud800"
            })
    void refusesNamesThatLeaveTheFolderOrSteerTheTerminal(String name) {
        assertThatThrownBy(() -> FileNames.requireSafe(List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not safe");
    }

    @Test
    void refusesNamesThatMeetOnSomeFileSystem() {
        for (List<String> twins : List.of(
                List.of("a.txt", "A.TXT"),
                List.of("straße", "STRASSE"),
                List.of("\u00e9", "e\u0301"),
                List.of("a", "a"),
                List.of("a", "A/b"),
                List.of("dir/sub/file", "dir/Sub"))) {
            assertThatThrownBy(() -> FileNames.requireSafe(twins))
                    .as("%s", twins)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesPartsThatAreTooLong() {
        assertThatCode(() -> FileNames.requireSafe("x".repeat(255))).doesNotThrowAnyException();
        assertThatThrownBy(() -> FileNames.requireSafe("é".repeat(128))).hasMessageContaining("255 bytes");
    }

    @Test
    void takesOrdinaryNames() {
        assertThatCode(() -> FileNames.requireSafe(
                        List.of("a", "b/c", "b/d", "..a", "a..", ".hidden", "日本.bin", "x y", "😀.png", "b-c")))
                .doesNotThrowAnyException();
    }
}
