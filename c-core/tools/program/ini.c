/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes lines of INI files apart. */
#include "program/ini.h"

#include <ctype.h>
#include <string.h>

static char *trim(char *text) {
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    text[length] = '\0';
    return text;
}

static void cut_comment(char *text) {
    for (char *mark = strchr(text, ';'); mark != NULL; mark = strchr(mark + 1, ';'))
        if (mark > text && isspace((unsigned char)mark[-1])) {
            *mark = '\0';
            return;
        }
}

static ini_line bad(const char *reason) {
    return (ini_line){.kind = INI_BAD, .value = reason};
}

static ini_line parse_section(char *text) {
    char *end = strchr(text, ']');
    if (end == NULL || *trim(end + 1) != '\0')
        return bad("neither [section] nor key = value");
    *end = '\0';
    return (ini_line){.kind = INI_SECTION, .name = trim(text + 1)};
}

static ini_line parse_setting(char *text) {
    char *sign = strpbrk(text, "=:");
    if (sign == NULL || sign == text)
        return bad("neither [section] nor key = value");
    *sign = '\0';
    return (ini_line){.kind = INI_SETTING, .name = trim(text), .value = trim(sign + 1)};
}

ini_line ini_parse(char *line, size_t length) {
    if (memchr(line, '\0', length) != NULL)
        return bad("a byte of 0: this is no text");
    char *text = trim(line);
    if (*text == '\0' || *text == ';' || *text == '#')
        return (ini_line){.kind = INI_NOTHING};
    cut_comment(text);
    return *text == '[' ? parse_section(text) : parse_setting(trim(text));
}
