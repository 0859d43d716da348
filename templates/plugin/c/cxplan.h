// The interface cxplan:scoring/scorer@1.0.0 as C sees it: the records of wit/scoring.wit in the layout of the component
// model's canonical ABI for 32-bit memories. No libc. Included once, by the file that exports `describe` and `score`.
#ifndef CXPLAN_H
#define CXPLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CX_EXPORT(name) __attribute__((export_name(name)))

// A text of `len` bytes of UTF-8, without a zero at its end.
typedef struct { const char *ptr; uint32_t len; } cx_string;
#define CX_TEXT(literal) { (literal), sizeof(literal) - 1 }

// A list, for the initialiser of a static array or for none.
#define CX_LIST(array) { (array), sizeof(array) / sizeof((array)[0]) }
#define CX_NONE_OF { NULL, 0 }

typedef struct { uint8_t some; cx_string value; } cx_option_string;
typedef struct { uint8_t some; double value; } cx_option_f64;
typedef struct { uint8_t some; uint32_t value; } cx_option_u32;
#define CX_NONE { 0 }
#define CX_SOME(of) { 1, of }

// A value on its way in. `kind` says which member of the union holds.
enum { CX_MISSING, CX_NUMBER, CX_FLAG, CX_CHOICE, CX_NUMBERS, CX_STRING, CX_ENTRIES };
typedef struct {
    uint8_t kind;
    union {
        double number;
        uint8_t flag;
        uint32_t choice;
        struct { const double *ptr; uint32_t len; } numbers;
        cx_string text;
        struct { const void *ptr; uint32_t len; } entries;
    } of;
} cx_value;
typedef struct { uint8_t some; cx_value value; } cx_option_value;
#define CX_SOME_NUMBER(n) { 1, { CX_NUMBER, { .number = (n) } } }
// What all rows say of one input. Numbers, integers and shares come as numbers, NaN where none is given; the rest as values.
enum { CX_SERIES_OF_NUMBERS, CX_SERIES_OF_VALUES };
typedef struct { uint8_t kind; union { const double *numbers; const cx_value *values; } of; uint32_t len; } cx_series;

// What a value may be.
enum { CX_KIND_NUMBER, CX_KIND_INTEGER, CX_KIND_SHARE, CX_KIND_FLAG, CX_KIND_CHOICE, CX_KIND_NUMBERS, CX_KIND_TEXT, CX_KIND_ENTRIES };
typedef struct { cx_string key, label; } cx_choice;
// `list` holds the choices (cx_choice) or the names of numbers (cx_string); other kinds have none.
typedef struct { uint8_t kind; struct { const void *ptr; uint32_t len; } list; } cx_input_kind;

enum { CX_EFFORT, CX_CONFIDENCE, CX_IMPACT };
typedef struct { uint8_t some; uint8_t value; } cx_option_role;

// What the method reads of an initiative, or as a parameter.
typedef struct {
    cx_string key, label, help;
    cx_option_string unit;
    cx_input_kind kind;
    cx_option_role role;
    uint8_t required;
    cx_option_f64 min, max;
    struct { const double *ptr; uint32_t len; } steps;
    cx_option_value fallback;
} cx_input;

typedef struct { cx_string key, label, help; cx_option_string unit; uint8_t share; } cx_part;
typedef struct { cx_string key, label, help; } cx_category;
typedef struct { cx_string key, label; } cx_note;

// What a score is: benefit for effort, benefit, or an order only.
enum { CX_RATIO, CX_BENEFIT, CX_RANK };
typedef struct {
    cx_string id, title, version, summary, formula;
    uint8_t meaning;
    struct { const cx_input *ptr; uint32_t len; } inputs, params;
    struct { const cx_part *ptr; uint32_t len; } parts;
    struct { const cx_category *ptr; uint32_t len; } categories;
    struct { const cx_note *ptr; uint32_t len; } notes;
} cx_description;

// The score of a row: `category` and `notes` are positions in the declared lists, `parts` has a number a declared part.
typedef struct {
    double score;
    cx_option_u32 category;
    struct { const double *ptr; uint32_t len; } parts;
    struct { const uint32_t *ptr; uint32_t len; } notes;
} cx_scored;
// A row has no score where an error names it.
typedef struct { uint8_t some; cx_scored value; } cx_option_scored;

// What is wrong with a row, or with the parameters where there is no row.
enum { CX_ERROR, CX_WARNING };
typedef struct {
    uint8_t severity;
    cx_option_u32 row, input;
    cx_string message;
    cx_option_string help;
} cx_problem;

typedef struct {
    struct { const cx_option_scored *ptr; uint32_t len; } scores;
    struct { const cx_problem *ptr; uint32_t len; } problems;
} cx_outcome;

// The sizes that the canonical ABI gives these records.
_Static_assert(sizeof(cx_value) == 16 && sizeof(cx_series) == 12, "values");
_Static_assert(sizeof(cx_input) == 120 && sizeof(cx_part) == 40, "inputs");
_Static_assert(sizeof(cx_description) == 84 && sizeof(cx_option_scored) == 40, "answers");
_Static_assert(sizeof(cx_problem) == 40 && sizeof(cx_outcome) == 16, "answers");

// Memory is handed out and never taken back: every call of a plugin runs in an instance of its own.
static void *cx_allocate(size_t size, size_t align) {
    extern unsigned char __heap_base;
    static size_t next = 0;
    if (next == 0) next = (size_t)&__heap_base;
    size_t start = (next + align - 1) & ~(align - 1);
    size_t have = __builtin_wasm_memory_size(0) * 65536;
    if (start + size > have) {
        size_t pages = (start + size - have + 65535) / 65536;
        if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) __builtin_trap();
    }
    next = start + size;
    return (void *)start;
}

// The engine puts texts and rows here.
CX_EXPORT("cabi_realloc") void *cx_realloc(void *old, size_t old_size, size_t align, size_t size) {
    unsigned char *to = cx_allocate(size, align);
    for (size_t at = 0; at < old_size && at < size; at++) to[at] = ((unsigned char *)old)[at];
    return to;
}

// Whether texts are wanted in French; English else.
static bool cx_is_french(const char *language, uint32_t len) {
    return len == 2 && language[0] == 'f' && language[1] == 'r';
}

#endif
